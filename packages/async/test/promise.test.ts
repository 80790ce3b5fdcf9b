// only on server: it runs a compiler, and listens to the process

import { AsyncLocalStorage } from 'node:async_hooks'
import { types } from 'node:util'
import { runInNewContext } from 'node:vm'
import { taskOf } from '@acoro/async'
import { __async, __asyncGenerator, __await } from '@acoro/async/helpers/esbuild'
import * as ofPlugin from '@acoro/async/helpers/plugin'
import { __awaiter } from '@acoro/async/helpers/tslib'
import { taskSignal } from '@acoro/compat'
import { CancelledError, sleep } from '@acoro/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from './support/lowered.ts'

let unhandled: [unknown, Promise<unknown>][] = []
let others: NodeJS.UnhandledRejectionListener[] = []
const note: NodeJS.UnhandledRejectionListener = (error, promise) => void unhandled.push([error, promise])

beforeEach(() => {
  unhandled = []
  others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', note)
})

afterEach(() => {
  process.off('unhandledRejection', note)
  for (const listener of others) process.on('unhandledRejection', listener)
})

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the promise of a call', () => {
  test('is a promise for everything that asks', async () => {
    const promise = run<Promise<number>>(`return (async () => { await 1; return 2 })()`)
    expect([promise instanceof Promise, types.isPromise(promise), promise.constructor === Promise]).toEqual([
      true,
      true,
      true,
    ])
    expect(await promise.finally(() => {})).toBe(2)
  })

  test('is reported as unhandled as a native one: the same promise, the same error', async () => {
    const early = run<Promise<void>>(`return (async () => { throw new Error('early') })()`)
    const late = run<Promise<void>>(`return (async () => { await 1; throw new Error('late') })()`)
    await turn()
    expect(unhandled.map(([error, promise]) => [(error as Error).message, promise])).toEqual([
      ['early', early],
      ['late', late],
    ])
  })

  test('is reported although a library looks on at the call', async () => {
    const failing = run<Promise<void>>(
      `return (async () => { await 1; taskSignal(); throw new Error('x') })()`,
      { taskSignal },
    )
    await turn()
    await turn()
    expect(unhandled.map(([, promise]) => promise)).toEqual([failing])
  })

  test('is not reported if another call awaits it, or a task waits for its task', async () => {
    const promise = run<Promise<string>>(
      `const f = async () => { await 1; throw new Error('x') }
       return (async () => { try { await f() } catch (e) { return e.message } })()`,
    )
    expect(await promise).toBe('x')
    const failing = run<Promise<void>>(`return (async () => { await 1; throw new Error('x') })()`)
    const task = taskOf(failing)
    task?.addDoneCallback(() => {})
    await turn()
    expect(unhandled).toEqual([])
  })

  test('is not reported if the call was cancelled, unless it threw CancelledError by itself', async () => {
    const promise = run<Promise<void>>(`return (async () => { await new Promise(() => {}) })()`)
    taskOf(promise)?.cancel()
    await turn()
    expect(unhandled).toEqual([])
    run(`return (async () => { await 1; throw new CancelledError('own') })()`, { CancelledError })
    await turn()
    expect(unhandled.length).toBe(1)
  })
})

describe('taskOf', () => {
  test('names the task of a call that waits', async () => {
    const promise = run<Promise<void>>(`return (async () => { await 1 })()`)
    const task = taskOf(promise)
    expect(task?.done()).toBe(false)
    if (task !== null) task.name = 'mine'
    await promise
    expect(String(task)).toContain("name='mine'")
  })

  test('is null for a native promise, and for a call that has ended without waiting', () => {
    expect(taskOf(Promise.resolve())).toBeNull()
    expect(taskOf(run<Promise<number>>(`return (async () => 1)()`))).toBeNull()
  })

  test('refuses what is no promise', () => {
    expect(() => taskOf(5 as never)).toThrow(
      'Expected the promise of a compiled async function, got the number 5',
    )
  })
})

describe('AsyncLocalStorage', () => {
  test('stores follow a call over awaits of promises, and of what the loop wakes', async () => {
    const storage = new AsyncLocalStorage<number>()
    const f = (n: number): Promise<unknown[]> =>
      storage.run(n, () =>
        run<Promise<unknown[]>>(
          `return (async () => { const seen = [storage.getStore()]; await null; seen.push(storage.getStore())
             await sleep(1); seen.push(storage.getStore()); await new Promise((r) => setTimeout(r, 1)); seen.push(storage.getStore()); return seen })()`,
          { storage, sleep, setTimeout },
        ),
      )
    expect(await Promise.all([f(1), f(2)])).toEqual([
      [1, 1, 1, 1],
      [2, 2, 2, 2],
    ])
  })
})

describe('bad input', () => {
  test('a helper that is called by hand says so', () => {
    expect(() => __async(undefined, null, undefined as never)).toThrow(
      'Expected the generator function of a compiled async function, got undefined: ' +
        'this helper is called by what a compiler makes of async functions, not by hand',
    )
    expect(() => __awaiter(undefined, undefined, undefined, (() => 5) as never)).toThrow(
      'Expected the generator function of a compiled async function, got ',
    )
    expect(() => __asyncGenerator(undefined, null, (() => 5) as never)).toThrow(
      'Expected the generator function of a compiled async function, got ',
    )
    const { call0, call1, callAll, generator0, plain0, plain1 } = ofPlugin
    const calls = [
      () => call0(undefined as never, undefined),
      () => call1((() => 5) as never, undefined, 1),
      () => callAll(5 as never, undefined, []),
      () => plain0(null as never, undefined),
      () => plain1({} as never, undefined, 1),
      () => generator0((() => 5) as never, undefined),
    ]
    for (const call of calls) {
      expect(call).toThrow('Expected the generator function of a compiled async function, got ')
    }
    // Nothing is left behind.
    return expect(call0(function* () {}, undefined)).resolves.toBeUndefined()
  })

  test('the await of another helper in an async generator is refused by name', async () => {
    class OverloadYield {}
    const generator = __asyncGenerator(undefined, null, function* () {
      yield new OverloadYield()
    } as never)
    await expect(generator.next()).rejects.toThrow(
      'Expected the helpers of one compiler, got an OverloadYield in an async generator of @acoro/async: ' +
        'take all helpers of a compiler from @acoro/async, or none',
    )
    expect(await generator.next()).toEqual({ value: undefined, done: true })
    void __await
  })

  test('promises of another realm and revoked proxies are awaited as natively', async () => {
    const foreign = runInNewContext('Promise.resolve(7)') as Promise<number>
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const promise = run<Promise<unknown[]>>(
      `return (async () => { const seen = [await foreign]; try { await proxy } catch (e) { seen.push(e.name) } return seen })()`,
      { foreign, proxy },
    )
    expect(await promise).toEqual([7, 'TypeError'])
  })

  test('thenables that misbehave settle once, or never', async () => {
    const log: unknown[] = []
    const twice = {
      // biome-ignore lint/suspicious/noThenProperty: a thenable.
      then(yes: (value: unknown) => void, no: (error: unknown) => void) {
        yes('first')
        no(new Error('second'))
        throw new Error('third')
      },
    }
    // biome-ignore lint/suspicious/noThenProperty: a thenable.
    const silent = { then() {} }
    const promise = run<Promise<void>>(`return (async () => { log.push(await twice); await silent })()`, {
      log,
      twice,
      silent,
    })
    await turn()
    expect(log).toEqual(['first'])
    taskOf(promise)?.cancel()
    await expect(promise).rejects.toMatchObject({ name: 'CancelledError' })
  })
})
