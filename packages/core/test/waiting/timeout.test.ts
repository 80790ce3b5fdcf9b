import {
  type Awaitable,
  asyncWith,
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  ExceptionGroup,
  Future,
  getRunningLoop,
  newEventLoop,
  sleep,
  Timeout,
  TimeoutError,
  taskGroup,
  timeout,
  timeoutAt,
  waitFor,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { inspected } from '../support/inspected.ts'
import { drive, runVirtual, TestHost } from '../support/virtual.ts'

const forever = coroutine(function* forever() {
  yield* new Future<void>()
})

function* outcomeOf<T>(body: () => Generator<Future<unknown> | undefined, T, unknown>) {
  try {
    return yield* body()
  } catch (error) {
    return `${(error as Error).name} at ${getRunningLoop().time()}`
  }
}

describe('timeout', () => {
  test('cancels what the body waits for and throws TimeoutError with the deadline', () => {
    const log: string[] = []
    runVirtual(function* main() {
      try {
        yield* timeout(10, function* () {
          try {
            yield* sleep(1000)
          } finally {
            yield* sleep(2)
            log.push(`cleaned up at ${getRunningLoop().time()}`)
          }
        })
      } catch (error) {
        const { name, message, when, cause } = error as TimeoutError
        log.push(name, message, String(when), String((cause as Error).name))
      }
      expect(currentTask()?.cancelling()).toBe(0)
    })
    expect(log).toEqual(['cleaned up at 12', 'TimeoutError', 'Timed out after 10 ms', '10', 'CancelledError'])
  })

  test('says in the error which timeout it was: the scope, and what stood under it by name', () => {
    runVirtual(function* main() {
      const scopes: Timeout[] = []
      const slow = coroutine(function* slow() {
        yield* sleep(500)
      })
      const caught: TimeoutError[] = []
      const limited: (() => Awaitable<unknown>)[] = [
        () =>
          timeout(100, function* page(outer) {
            scopes.push(outer)
            yield* timeout(10, function* lookup(inner) {
              scopes.push(inner)
              yield* sleep(500)
            })
          }),
        () => timeout(10, slow()),
        () => waitFor(createTask(slow(), { name: 'job' }), 10),
        () => timeout(10, () => sleep(500)),
        () => asyncWith(new Timeout(getRunningLoop().time() + 10, { name: 'by hand' }), () => sleep(500)),
      ]
      for (const begin of limited) {
        try {
          yield* begin()
        } catch (error) {
          caught.push(error as TimeoutError)
        }
      }
      expect(caught.map(({ timeout: scope }) => scope?.name)).toEqual([
        'lookup',
        'slow',
        'job',
        undefined,
        'by hand',
      ])
      expect(caught[0]?.timeout).toBe(scopes[1])
      expect(caught[0]?.message).toBe("'lookup' timed out after 10 ms")
      expect(scopes.map(inspected)).toEqual([
        "<Timeout [finished] name='page'>",
        "<Timeout [expired] name='lookup'>",
      ])
      expect(new TimeoutError('by hand').timeout).toBeUndefined()
    })
  })

  test('gives the result of a body in time, and leaves no timer', () => {
    const host = new TestHost()
    const loop = newEventLoop({ host })
    const result = loop.runUntilComplete(
      loop.createTask(
        (function* () {
          return yield* timeout(1000, function* (scope) {
            yield* sleep(5)
            return [scope.when(), scope.expired()]
          })
        })(),
      ),
    )
    drive(loop, host)
    expect(loop.time()).toBe(5)
    expect(host.armed).toBeNull()
    return expect(result).resolves.toEqual([1000, false])
  })

  test('nested, the inner one expires first and the outer one is left alone', () => {
    runVirtual(function* main() {
      const seen: unknown[] = []
      yield* timeout(100, function* (outer) {
        seen.push(
          yield* outcomeOf(function* () {
            return yield* timeout(10, function* () {
              yield* sleep(500)
            })
          }),
        )
        seen.push(outer.expired())
      })
      expect(seen).toEqual(['TimeoutError at 10', false])
    })
  })

  test('nested with one deadline, the inner error comes out of both', () => {
    runVirtual(function* main() {
      expect(
        yield* outcomeOf(function* () {
          return yield* timeout(10, function* () {
            return yield* timeout(10, function* () {
              yield* sleep(500)
            })
          })
        }),
      ).toBe('TimeoutError at 10')
    })
  })

  test.each([
    ['Infinity', Infinity],
    ['null', null],
    ['60000', 60_000],
  ])('of %s that is moved says how long it was from its beginning', (_text, ms) => {
    const main = function* () {
      yield* sleep(100)
      yield* timeout(ms, function* (scope) {
        yield* sleep(10)
        scope.reschedule(null)
        scope.reschedule(Infinity)
        scope.reschedule(getRunningLoop().time() + 5)
        yield* sleep(1000)
      })
    }
    expect(() => runVirtual(main())).toThrow('Timed out after 15 ms')
  })

  test('moves and loses its deadline by reschedule', () => {
    runVirtual(function* main() {
      expect(
        yield* outcomeOf(function* () {
          return yield* timeout(10, function* (scope) {
            yield* sleep(5)
            scope.reschedule(getRunningLoop().time() + 20)
            yield* sleep(500)
          })
        }),
      ).toBe('TimeoutError at 25')
      yield* timeoutAt(getRunningLoop().time() + 1, function* (scope) {
        scope.reschedule(null)
        expect(scope.when()).toBeNull()
        yield* sleep(50)
      })
      let kept: Timeout | undefined
      yield* timeout(null, function* (scope) {
        kept = scope
      })
      expect(() => kept?.reschedule(1)).toThrow('Cannot change state of finished Timeout')
      expect(() => new Timeout(5).reschedule(1)).toThrow('Timeout has not been entered')
    })
  })

  test('does not swallow a cancellation from outside, before or after the deadline', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const limited = function* (cleanUp: number) {
        yield* timeout(10, function* () {
          try {
            yield* sleep(1000)
          } finally {
            yield* sleep(cleanUp)
          }
        })
      }
      const early = createTask(limited(0))
      const late = createTask(limited(10))
      yield* sleep(5)
      early.cancel('early')
      yield* sleep(10)
      late.cancel('late')
      yield* sleep(10)
      for (const task of [early, late]) {
        try {
          task.result()
        } catch (error) {
          log.push(`${(error as Error).name} ${(error as Error).message}`)
        }
      }
      // A cancel that came before the block belongs to no timeout, even one whose deadline has passed
      // (gh-134471).
      const before = createTask(
        (function* () {
          currentTask()?.cancel('before')
          yield* timeout(-1, function* () {
            yield* sleep(1)
          })
        })(),
      )
      yield* sleep(1)
      expect(before.cancelled()).toBe(true)
    })
    expect(log).toEqual(['CancelledError early', 'CancelledError late'])
  })

  test('explains an error whose cause is its own cancellation, also inside a group', () => {
    runVirtual(function* main() {
      const wrapping = function* () {
        try {
          yield* sleep(1000)
        } catch (error) {
          throw new Error('could not finish', { cause: error })
        }
      }
      for (const body of [
        wrapping,
        function* () {
          yield* taskGroup(function* (group) {
            group.createTask(sleep(1000))
            yield* wrapping()
          })
        },
      ]) {
        try {
          yield* timeout(5, body)
          expect.unreachable()
        } catch (error) {
          const inner = error instanceof ExceptionGroup ? error.errors[0] : error
          expect(String(inner)).toBe('Error: could not finish')
          expect(inner.cause).toBeInstanceOf(TimeoutError)
          expect(inner.cause.cause).toBeInstanceOf(CancelledError)
        }
      }
    })
  })

  test('tells in its error how long it took, whatever the clock of the loop shows', () => {
    const messages: string[] = []
    runVirtual(function* main() {
      const loop = getRunningLoop()
      yield* sleep(769.6)
      const late = timeout(20, forever())
      yield* sleep(5)
      for (const body of [
        () => late,
        () => timeout(20, forever()),
        () => timeoutAt(loop.time() + 12, forever()),
        () => timeoutAt(3, forever()),
        () =>
          timeout(20, function* extended(scope) {
            yield* sleep(10)
            scope.reschedule(loop.time() + 90)
            yield* forever()
          }),
        () => waitFor(forever(), 7),
      ]) {
        try {
          yield* body()
        } catch (error) {
          messages.push((error as TimeoutError).message)
        }
      }
    })
    expect(messages).toEqual([
      "'forever' timed out after 20 ms",
      "'forever' timed out after 20 ms",
      "'forever' timed out after 12 ms",
      "'forever' timed out after 0 ms",
      "'extended' timed out after 100 ms",
      "'forever' timed out after 7 ms",
    ])
  })

  test('lets an error pass that is frozen, is its own cause, or cannot be looked at', () => {
    const frozen = Object.freeze(new Error('frozen', { cause: new CancelledError() }))
    const circular = new Error('circular')
    circular.cause = circular
    const { proxy, revoke } = Proxy.revocable(new Error('gone'), {})
    revoke()
    runVirtual(function* main() {
      for (const error of [frozen, circular, proxy]) {
        let caught: unknown
        try {
          yield* timeout(5, function* body() {
            try {
              yield* sleep(10)
            } catch {
              throw error
            }
          })
        } catch (thrown) {
          caught = thrown
        }
        expect(caught === error).toBe(true)
      }
    })
  })

  test('refuses bad arguments and use outside a task', () => {
    expect(runVirtual(timeout(5, sleep(1, 'in time')))).toBe('in time')
    expect(() => runVirtual(timeout(5, sleep(10)))).toThrow("'sleep' timed out after 5 ms")
    runVirtual(function* main() {
      expect(() => timeout(Number.NaN, function* () {})).toThrow(
        'Expected a timeout in milliseconds, a number, got NaN',
      )
      expect(() => timeout('1' as never, function* () {})).toThrow(TypeError)
      expect(() => timeout(1, 5 as never)).toThrow(
        'Expected a generator function (function*) or an awaitable, got the number 5',
      )
      expect(
        yield* outcomeOf(function* () {
          return yield* timeout(1, async function later() {} as never)
        }),
      ).toBe('TypeError at 0')
      const scope = new Timeout(1)
      yield* scope.aenter()
      expect(() => scope.aenter().next()).toThrow('Timeout has already been entered')
      yield* scope.aexit(undefined)
      let outside: unknown
      getRunningLoop().callSoon(() => {
        try {
          new Timeout(1)._enter()
        } catch (error) {
          outside = error
        }
      })
      yield* sleep(1)
      expect(String(outside)).toBe('RuntimeError: Timeout should be used inside a task')
    })
  })

  test('shows its state', () => {
    runVirtual(function* main() {
      const scope = new Timeout(7)
      const states = [String(scope)]
      yield* scope.aenter()
      states.push(String(scope))
      yield* scope.aexit(undefined)
      states.push(String(scope))
      expect(states).toEqual(['<Timeout [created]>', '<Timeout [active] when=7>', '<Timeout [finished]>'])
    })
  })
})

describe('waitFor', () => {
  test('gives the result in time, or cancels, waits for the clean-up and throws', () => {
    const log: string[] = []
    runVirtual(function* main() {
      expect(yield* waitFor(sleep(5, 'in time'), 10)).toBe('in time')
      expect(yield* waitFor(sleep(5, 'no limit'), null)).toBe('no limit')
      const slow = createTask(
        (function* () {
          try {
            yield* sleep(1000)
          } finally {
            yield* sleep(7)
            log.push('cleaned up')
          }
        })(),
      )
      expect(
        yield* outcomeOf(function* () {
          return yield* waitFor(slow, 10)
        }),
      ).toBe('TimeoutError at 27')
    })
    expect(log).toEqual(['cleaned up'])
  })

  test('returns what work gives that swallowed the cancel', () => {
    runVirtual(function* main() {
      const stubborn = createTask(
        (function* () {
          try {
            yield* sleep(1000)
          } catch {
            return 'ok'
          }
        })(),
      )
      expect(yield* waitFor(stubborn, 5)).toBe('ok')
    })
  })

  test('with no time does not begin what is not done', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const work = function* () {
        log.push('begun')
      }
      expect(
        yield* outcomeOf(function* () {
          return yield* waitFor(work(), 0)
        }),
      ).toBe('TimeoutError at 0')
      const done = new Future<string>()
      done.setResult('there')
      expect(yield* waitFor(done, -1)).toBe('there')
      expect(() => waitFor(work as never, 5)).toThrow('Expected an awaitable, got the function work: call it')
    })
    expect(log).toEqual([])
  })
})
