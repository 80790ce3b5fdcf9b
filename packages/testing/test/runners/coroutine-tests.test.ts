import { createTask, sleep } from '@acoro/core'
import { it as bunIt } from '@acoro/testing/bun'
import { it as jestIt } from '@acoro/testing/jest'
import { it as mochaIt } from '@acoro/testing/mocha'
import { afterEach, describe, expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'

type Call = [path: string, ...args: unknown[]]

const globals = globalThis as { it?: unknown; test?: unknown }
const calls: Call[] = []

/** What stands in for a runner's `it`: notes what is registered. */
function runner(path: string): unknown {
  return new Proxy(() => {}, {
    apply: (_target, _this, args) => {
      calls.push([path, ...args])
      return {
        timeout: (ms: number) => calls.push(['timeout', ms]),
        retries: (n: number) => calls.push(['retries', n]),
      }
    },
    get: (_target, key) => runner(`${path}.${String(key)}`),
  })
}

afterEach(() => {
  delete globals.it
  delete globals.test
  calls.length = 0
})

const body = function* () {
  yield* sleep(1)
}

describe('the `it` of a runner for coroutines', () => {
  it('registers functions without parameters, which Jest, Mocha and Bun take for no callback', async () => {
    globals.it = runner('it')
    jestIt('a', body)
    jestIt.only('b', body, 500)
    jestIt.concurrent.failing('c', { timeout: 600, leaks: false }, function* () {
      createTask(sleep(1000))
    })
    jestIt.todo('d')
    expect(calls.map(([path, name, , timeout]) => [path, name, timeout])).toEqual([
      ['it', 'a', undefined],
      ['it.only', 'b', 500],
      ['it.concurrent.failing', 'c', 600],
      ['it.todo', 'd', undefined],
    ])
    for (const [, , test] of calls.slice(0, 3)) {
      expect((test as () => void).length).toBe(0)
      await (test as () => Promise<void>)()
    }
    expect(calls[3]).toEqual(['it.todo', 'd'])
  })

  it('sets the time limit and the retries of a test of Mocha, and its `this`', async () => {
    globals.it = runner('it')
    const seen: unknown[] = []
    mochaIt('a', function* (this: unknown) {
      seen.push(this)
      yield* sleep(1)
    })
    mochaIt('b', body, { timeout: 500, retries: 2 })
    mochaIt('pending')
    const [first, ...rest] = calls
    expect(rest).toEqual([
      ['it', 'b', expect.any(Function)],
      ['timeout', 500],
      ['retries', 2],
      ['it', 'pending', undefined],
    ])
    await (first as [string, string, () => Promise<void>])[2].call('context')
    expect(seen).toEqual(['context'])
  })

  it('passes the rows of each', async () => {
    globals.it = Object.assign(() => {}, {
      each: (rows: unknown[][]) => (name: string, test: (...row: unknown[]) => Promise<void>) => {
        for (const row of rows) calls.push([name, test(...row)])
      },
    })
    const seen: unknown[] = []
    jestIt.each([
      [1, 2],
      [3, 4],
    ])('sum', function* (loop, one, other) {
      yield* sleep(1)
      seen.push([one + other, loop.time()])
    })
    await Promise.all(calls.map(([, done]) => done))
    expect(seen).toEqual([
      [3, 1],
      [7, 1],
    ])
  })

  it('is found as `test` where there is no `it`, and when it is used, not when it is loaded', () => {
    globals.test = runner('test')
    mochaIt('a', body)
    expect(calls[0]?.[0]).toBe('test')
  })

  it('says what to do where the runner has none', () => {
    expect(() => jestIt('a', body)).toThrow(
      'Expected the global `it` of Jest, and there is none: use it in a test file that Jest runs. If Jest makes no ' +
        "globals, write it('…', virtual(function* (loop) { … })) with the `it` that you import",
    )
  })

  onlyOn('exceptBun', 'there it is another message, of Bun')('says so of the runner of Bun', () => {
    expect(() => bunIt('a', body)).toThrow(/^Expected to run in a test file of `bun test`/)
  })

  it('refuses a body that is no function, and options that are none', () => {
    globals.it = runner('it')
    expect(() => jestIt('a', body() as never)).toThrow(
      'Expected the body of a test, a function, got a Generator',
    )
    expect(() => jestIt('a', 'body' as never)).toThrow(
      'Expected the body of a test, a function, got the string "body"',
    )
    expect(() => jestIt('a', Promise.resolve() as never)).toThrow(
      'Expected the body of a test, a function, got a Promise',
    )
    expect(() => jestIt('a', body, 'fast' as never)).toThrow(
      /^Expected the options of virtual\(\) as an object/,
    )
    expect(() => jestIt('a', { leaks: 1 } as never, body)).toThrow(
      'Expected the option leaks of virtual() to be true or false, got the number 1',
    )
    expect(calls).toEqual([])
  })
})
