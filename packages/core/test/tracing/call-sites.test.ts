// only on node: elsewhere stacks are always read as text

import {
  type Coroutine,
  coroutine,
  createTask,
  type Future,
  run,
  type StackFrame,
  sleep,
  type Task,
} from '@acoro/core'
import { mainTask } from '@acoro/core/lowlevel'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Execution, program } from '../support/random-program.ts'
import { Watch } from '../support/watch.ts'

const RUNS = 12

type Formatter = (error: unknown, sites: readonly unknown[]) => unknown
const engine = Error as unknown as { prepareStackTrace: Formatter | undefined }
const before = engine.prepareStackTrace
const sourceMaps = process.sourceMapsEnabled
beforeEach(() => {
  process.setSourceMapsEnabled(false)
  engine.prepareStackTrace = undefined
})
afterEach(() => {
  process.setSourceMapsEnabled(sourceMaps)
  engine.prepareStackTrace = before
})

/**
 * The text the engine would have made, made by the program: acoro must not take the call sites itself then.
 */
const asText: Formatter = (error, sites) =>
  [String(error), ...sites.map((site) => `    at ${site}`)].join('\n')

/** The same question, answered by way of call sites and by way of text. */
function bothWays<T>(ask: () => T): [T, T] {
  const first = ask()
  engine.prepareStackTrace = asText
  const second = ask()
  engine.prepareStackTrace = undefined
  return [first, second]
}

describe('call sites and text', () => {
  test('say the same of every task of a random program, at any moment', () => {
    let compared = 0
    fc.assert(
      fc.property(program, (operations) => {
        const watch = new Watch()
        watch.beforeEach = () => {
          for (const task of watch.pending()) {
            const [sites, text] = bothWays(() => task.getStack())
            expect(sites).toEqual(text)
            compared += sites.filter(({ file }) => file !== undefined).length
          }
        }
        const main = mainTask(watch.loop, function* main() {
          yield* new Execution().supervise(operations)
        })
        watch.run(main)
        watch.loop.close()
      }),
      { numRuns: RUNS },
    )
    expect(compared).toBeGreaterThan(RUNS)
  })

  test('say the same of methods, accessors, nameless functions and code made by eval()', async () => {
    const odd = Symbol('odd')
    class Service {
      *load() {
        return yield* this.#secretly()
      }
      *#secretly() {
        return yield* Service.shared()
      }
      static *shared() {
        return yield* symbols[odd]()
      }
    }
    const symbols = {
      *[odd]() {
        return yield* (function* () {
          return yield* evaluated(sleep(5))
        })()
      },
    }
    const evaluated = new Function('inner', 'return (function* evaluated() { yield* inner })()') as (
      inner: Coroutine<void>,
    ) => Generator<Future<unknown> | undefined, void, unknown>
    const begin = coroutine(Service.prototype.load)
    await run(function* main() {
      const task = createTask(begin.call(new Service()))
      yield* sleep(0)
      const [sites, text] = bothWays(() => task.getStack())
      expect(sites).toEqual(text)
      expect(sites).toHaveLength(6)
      expect(sites[0]?.name).toBe('Service.load')
      expect(sites[4]?.name).toBe('<anonymous>')
      expect(sites[5]?.name).toBe('evaluated')
      yield* task
    })
  })

  test('say the same of running code', async () => {
    const look = coroutine(function* look(task: () => Task<unknown>) {
      yield* sleep(0)
      return bothWays(() => task().getStack())
    })
    await run(function* main() {
      const task: Task<[StackFrame[], StackFrame[]]> = createTask(look(() => task))
      const [sites, text] = yield* task
      expect(sites.map(({ name }) => name)).toEqual(text.map(({ name }) => name))
      expect(sites.at(0)?.name).toBe('look')
    })
  })
})

describe('call sites', () => {
  test('are left alone where the program formats stacks itself, and whoever does is put back', async () => {
    await run(function* main() {
      const task = createTask(sleep(5))
      yield* sleep(0)
      const formatter = Object.assign(() => 'no lines at all', { mine: true })
      engine.prepareStackTrace = formatter
      expect(task.getStack().map(String)).toEqual(['sleep (place unknown)'])
      expect(engine.prepareStackTrace).toBe(formatter)
      engine.prepareStackTrace = (_, sites) => sites
      expect(task.getStack().map(String)).toEqual(['sleep (place unknown)'])
      yield* task
    })
  })

  test('are left alone under source maps: the platform maps the text', async () => {
    const log: unknown[] = []
    const watched = (task: Task<unknown>) => {
      Object.defineProperty(Error, 'prepareStackTrace', {
        configurable: true,
        get: () => undefined,
        set: (formatter) => void log.push(formatter),
      })
      task.getStack()
      Object.defineProperty(Error, 'prepareStackTrace', {
        configurable: true,
        writable: true,
        value: undefined,
      })
      return log.splice(0).length
    }
    await run(function* main() {
      const task = createTask(sleep(5))
      yield* sleep(0)
      expect(watched(task)).toBe(2)
      process.setSourceMapsEnabled(true)
      expect(watched(task)).toBe(0)
      yield* task
    })
  })
})
