import { asyncWith, createTask, getRunningLoop, RuntimeError, sleep, wait } from '@acoro/core'
import { RLock } from '@acoro/sync'
import { VirtualLoop } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies that suspend in several ways.
type Steps<T = void> = Generator<any, T, any>

describe('an RLock', () => {
  test('lets its holder in again, and the next task when it was released as often', () => {
    const log: string[] = []
    play(function* () {
      const lock = new RLock({ name: 'tree' })
      const walk = function* (name: string, depth: number): Steps {
        using _held = yield* lock.acquire()
        log.push(`${name} ${depth} at ${getRunningLoop().time()}`)
        yield* sleep(1)
        if (depth < 3) yield* walk(name, depth + 1)
      }
      yield* wait([createTask(walk('a', 1)), createTask(walk('b', 1))])
      log.push(String(lock))
    })
    expect(log).toEqual([
      'a 1 at 0',
      'a 2 at 1',
      'a 3 at 2',
      'b 1 at 3',
      'b 2 at 4',
      'b 3 at 5',
      '<RLock tree [unlocked]>',
    ])
  })

  test('only its holder may release it, as often as it was acquired', () => {
    const errors = play(function* () {
      const lock = new RLock()
      const errors: string[] = []
      const refused = (release: () => void): void => {
        try {
          release()
        } catch (error) {
          errors.push(`${error}`)
        }
      }
      refused(() => lock.release())
      const permit = yield* lock.acquire()
      yield* createTask(
        (function* (): Steps {
          refused(() => permit.release())
        })(),
        { name: 'thief' },
      )
      permit.release()
      permit.release()
      refused(() => lock.release())
      return errors.map((error) => error.replace(/Task-\d+/g, 'main'))
    })
    expect(errors).toEqual([
      'RuntimeError: Expected <RLock [unlocked]> to be released by its holder, it is held by no task and released by main',
      'RuntimeError: Expected <RLock [locked 1 times by main]> to be released by its holder, it is held by main and released by thief',
      'RuntimeError: Expected <RLock [unlocked]> to be released by its holder, it is held by no task and released by main',
    ])
  })

  test('a woken task has it before it runs: nobody else gets it in between', () => {
    const seen = play(function* () {
      const lock = new RLock()
      const held = yield* lock.acquire()
      const waiting = createTask(
        (function* (): Steps<number> {
          using _held = yield* lock.acquire()
          return lock.statistics().depth
        })(),
      )
      yield* sleep(1)
      const described = describedWait(waiting)
      held.release()
      return [described.replace(/Task-\d+/, 'main'), lock.tryAcquire(), lock.locked(), yield* waiting]
    })
    expect(seen).toEqual(['RLock.acquire (locked 1 times by main, 1 waiting)', undefined, true, 1])
  })

  test('works with asyncWith, and refuses what is no task and wrong options by name', () => {
    const depth = play(function* () {
      const lock = new RLock()
      return yield* asyncWith(lock, () =>
        asyncWith(lock, function* () {
          return lock.statistics().depth
        }),
      )
    })
    expect(depth).toBe(2)
    expect(() => new RLock().tryAcquire()).toThrow(RuntimeError)
    expect(() => new RLock({ name: 5 as never })).toThrow(
      /Expected the option name of RLock\(\) to be a string/,
    )
  })

  test('a circle of tasks that hold and want is in the report', () => {
    using loop = new VirtualLoop()
    expect(() =>
      loop.runSync(function* () {
        const [a, b] = [new RLock({ name: 'a' }), new RLock({ name: 'b' })]
        const both = function* (first: RLock, second: RLock): Steps {
          using _first = yield* first.acquire()
          yield* sleep(1)
          using _second = yield* second.acquire()
        }
        yield* wait([createTask(both(a, b)), createTask(both(b, a))])
      }),
    ).toThrow(/RLock\.acquire on b \(locked 1 times by Task-\d+, 1 waiting\)/)
  })
})
