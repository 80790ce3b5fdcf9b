import {
  type Coroutine,
  cancelScope,
  coroutine,
  createTask,
  currentTask,
  type ExceptionGroup,
  getRunningLoop,
  isCancelledError,
  type Started,
  sleep,
  type Task,
  type TaskGroup,
  taskGroup,
  timeout,
  wait,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies that suspend in several ways.
type Steps<T = void> = Generator<any, T, any>

const now = (): number => getRunningLoop().time()

/** A server that starts after `ms`, and then runs on. */
const server = (log: string[], ms = 10, runs = 1000) =>
  function* serve(started: Started<number>): Steps {
    try {
      yield* sleep(ms)
      started(8080)
      log.push(`started at ${now()}`)
      yield* sleep(runs)
      log.push(`ended at ${now()}`)
    } catch (error) {
      log.push(`${error} at ${now()}`)
      throw error
    }
  }

/** How an awaitable ends: its value, or its error. */
function* outcome(body: () => Steps<unknown>): Steps<string> {
  try {
    return `${yield* body()}`
  } catch (error) {
    const { errors } = error as Partial<ExceptionGroup>
    return errors === undefined ? `${error}` : `group of ${errors.join(', ')}`
  }
}

/** Runs `body` in a group, and logs how the group ends. */
function within(body: (group: TaskGroup, log: string[]) => Steps<unknown>): string[] {
  const log: string[] = []
  runVirtual(function* () {
    log.push(yield* outcome(() => taskGroup((group) => body(group, log)) as unknown as Steps))
    log.push(`group ended at ${now()}, ${currentTask()?.cancelling()} requests`)
  })
  return log
}

describe('group.start', () => {
  test('returns the value of started(), and the task runs on in the group', () => {
    const log = within(function* (group, log) {
      const port = yield* group.start(server(log, 10, 20))
      log.push(`${port} at ${now()}`)
      return 'body'
    })
    expect(log).toEqual([
      'started at 10',
      '8080 at 10',
      'ended at 30',
      'body',
      'group ended at 30, 0 requests',
    ])
  })

  test('throws the error of a task that fails before it has started, and the group goes on', () => {
    const log = within(function* (group, log) {
      log.push(
        yield* outcome(
          () =>
            group.start(function* () {
              yield* sleep(5)
              throw new Error('no port')
            }) as unknown as Steps,
        ),
      )
      yield* group.createTask(sleep(5))
      return 'body'
    })
    expect(log).toEqual(['Error: no port', 'body', 'group ended at 10, 0 requests'])
  })

  test('the error of a task that has started is the business of the group', () => {
    const log = within(function* (group, log) {
      yield* group.start(function* (started: Started) {
        started()
        yield* sleep(5)
        throw new Error('broke')
      })
      log.push('started')
      yield* sleep(100)
    })
    expect(log).toEqual(['started', 'group of Error: broke', 'group ended at 5, 0 requests'])
  })

  test('an error in the very step that called started() is the business of the group, too', () => {
    const log = within(function* (group, log) {
      log.push(
        yield* outcome(
          () =>
            group.start(function* (started: Started<string>) {
              yield* sleep(5)
              started('value')
              throw new Error('at once')
            }) as unknown as Steps,
        ),
      )
      yield* sleep(100)
    })
    expect(log).toEqual(['value', 'group of Error: at once', 'group ended at 5, 0 requests'])
  })

  test('a task that ends without started(), or is cancelled before, is a RuntimeError of the caller', () => {
    const log = within(function* (group, log) {
      log.push(yield* outcome(() => group.start(() => sleep(1), { name: 'forgetful' }) as unknown as Steps))
      log.push(
        yield* outcome(
          () =>
            group.start(
              function* () {
                currentTask()?.cancel()
                yield* sleep(1)
              },
              { name: 'victim' },
            ) as unknown as Steps,
        ),
      )
      return 'body'
    })
    expect(log).toEqual([
      "RuntimeError: Expected task 'forgetful' to call started(), it ended without it",
      "RuntimeError: Expected task 'victim' to call started(), it was cancelled before",
      'body',
      'group ended at 1, 0 requests',
    ])
  })

  test('started() twice is a RuntimeError in the task, and after its end, too', () => {
    let kept: Started | undefined
    const log = within(function* (group, log) {
      yield* group.start(function* (started: Started) {
        started()
        try {
          started()
        } catch (error) {
          log.push(`${error}`)
        }
      })
      yield* outcome(
        () =>
          group.start(function* (started: Started) {
            kept = started
          }) as unknown as Steps,
      )
      try {
        kept?.()
      } catch (error) {
        log.push(`${error}`)
      }
    })
    expect(log.slice(0, 2)).toEqual([
      'RuntimeError: started() was called twice',
      'RuntimeError: started() was called after its task had ended',
    ])
  })

  test('the group cancelled before started(): the task is cancelled, start throws, and the group ends', () => {
    const log = within(function* (group, log) {
      getRunningLoop().callLater(5, () => group.cancel())
      try {
        yield* group.start(server(log))
      } catch (error) {
        log.push(`start: ${error} at ${now()}`)
        throw error
      }
    })
    expect(log).toEqual([
      'CancelledError at 5',
      'start: CancelledError at 5',
      'undefined',
      'group ended at 5, 0 requests',
    ])
  })

  test('the same if the task wants to say under a shield that it has started', () => {
    const log = within(function* (group, log) {
      getRunningLoop().callLater(5, () => group.cancel())
      yield* group.start(function* (started: Started) {
        try {
          yield* sleep(10)
        } catch {
          yield* cancelScope(
            function* () {
              yield* sleep(10)
              try {
                started()
              } catch (error) {
                log.push(`${error} at ${now()}`)
                throw error
              }
              yield* sleep(1e9)
            },
            { shield: true, timeout: null },
          )
        }
      })
    })
    expect(log).toEqual([
      'CancelledError: the start() of this task was cancelled at 15',
      'undefined',
      'group ended at 15, 0 requests',
    ])
  })

  test('a caller outside of the group hears of its cancel by an error, not by a cancel of its own', () => {
    const log = runVirtual(function* () {
      const log: string[] = []
      let caller: Task<void> | undefined
      yield* taskGroup(function* (group) {
        caller = createTask(
          (function* () {
            log.push(yield* outcome(() => group.start(server(log), { name: 'server' }) as unknown as Steps))
            yield* sleep(5)
            log.push(`the caller goes on at ${now()}`)
          })(),
        )
        yield* sleep(5)
        group.cancel()
        yield* sleep(0)
      })
      log.push(`group ended at ${now()}`)
      if (caller !== undefined) yield* caller
      return log.map((line) => line.replace(/: Cancelled by .*(?= at)/, ''))
    })
    expect(log).toEqual([
      'CancelledError at 5',
      'group ended at 5',
      "RuntimeError: Expected task 'server' to call started(), it was cancelled before",
      'the caller goes on at 10',
    ])
  })

  test('a cancel of the caller cancels and awaits the task, also in the step in which it has started', () => {
    for (const at of [5, 10]) {
      const log = within(function* (group, log) {
        const caller = group.createTask(
          (function* () {
            yield* group.start(function* (started: Started) {
              try {
                yield* sleep(10)
                started()
                yield* sleep(100)
              } finally {
                yield* sleep(3)
                log.push(`task ended at ${now()}`)
              }
            })
          })(),
        )
        yield* sleep(at)
        if (at === 10) yield* sleep(0)
        caller.cancel()
        yield* wait([caller])
        log.push(`caller ${caller.cancelled() ? 'cancelled' : 'not cancelled'} at ${now()}`)
        return 'body'
      })
      expect(log).toEqual([
        `task ended at ${at + 3}`,
        `caller cancelled at ${at + 3}`,
        'body',
        `group ended at ${at + 3}, 0 requests`,
      ])
    }
  })

  test('a clean-up that fails while the caller is cancelled is its error, and the cancel comes again', () => {
    const log = within(function* (group, log) {
      const caller = createTask(
        (function* () {
          try {
            yield* group.start(function* () {
              try {
                yield* sleep(10)
              } finally {
                // biome-ignore lint/correctness/noUnsafeFinally: the error of a clean-up.
                throw new Error('clean-up')
              }
            })
          } catch (error) {
            log.push(`${error}`)
          }
          yield* sleep(10)
        })(),
      )
      yield* sleep(5)
      caller.cancel()
      yield* wait([caller])
      log.push(caller.cancelled() ? 'cancelled' : 'not cancelled')
      return 'body'
    })
    expect(log).toEqual(['Error: clean-up', 'cancelled', 'body', 'group ended at 5, 0 requests'])
  })

  test('a deadline around start() ends it', () => {
    const log = within(function* (group, log) {
      log.push(yield* outcome(() => timeout(5, () => group.start(server(log))) as unknown as Steps))
      const scoped = yield* cancelScope(() => group.start(server(log)), { timeout: 5 })
      log.push(JSON.stringify(scoped))
      return 'body'
    })
    expect(log).toEqual([
      'CancelledError at 5',
      'TimeoutError: Timed out after 5 ms',
      'CancelledError: the time of a cancel scope was over at 10',
      '{"cancelled":true,"timedOut":true}',
      'body',
      'group ended at 10, 0 requests',
    ])
  })

  test('the group waits for a task that is starting, though its body has ended', () => {
    const log = runVirtual(function* () {
      const log: string[] = []
      yield* taskGroup(function* (group) {
        createTask(
          (function* () {
            log.push(`${yield* group.start(server(log, 10, 5))} at ${now()}`)
          })(),
        )
        yield* sleep(0)
      })
      log.push(`group ended at ${now()}`)
      return log
    })
    expect(log).toEqual(['started at 10', '8080 at 10', 'ended at 15', 'group ended at 15'])
  })

  test('begins when it is awaited, in an eager task, too', () => {
    const log = within(function* (group, log) {
      const lazy = group.start(server(log, 0, 0))
      log.push('made')
      yield* lazy
      const port = yield* group.start(
        function* (started: Started<number>) {
          started(1)
          log.push('eager')
        },
        { eager: true },
      )
      log.push(`${port}`)
      return 'body'
    })
    expect(log).toEqual([
      'made',
      'started at 0',
      'eager',
      '1',
      'ended at 0',
      'body',
      'group ended at 0, 0 requests',
    ])
  })

  test('bad input is refused by name, and leaves nothing behind', () => {
    const log = within(function* (group, log) {
      const bad = function* (...args: unknown[]): Steps {
        log.push(yield* outcome(() => (group.start as (...args: unknown[]) => never)(...args)))
      }
      for (const body of [undefined, 5, server(log)(() => {})]) {
        try {
          ;(group.start as (body: unknown) => unknown)(body)
        } catch (error) {
          log.push(`${error}`)
        }
      }
      yield* bad(() => 5)
      yield* bad(server(log), { name: 5 })
      return 'body'
    })
    expect(log).toEqual([
      'TypeError: Expected the body of start(), a generator function (function*), got undefined',
      'TypeError: Expected the body of start(), a generator function (function*), got the number 5',
      'TypeError: Expected the body of start(), a generator function (function*), got a Generator',
      'TypeError: Expected a generator function (function*), got a function, which returned the number 5',
      'TypeError: Expected the option name of createTask() to be a string, got the number 5',
      'body',
      'group ended at 0, 0 requests',
    ])
  })

  test('in a report it says what it waits for', () => {
    const text = runVirtual(function* () {
      let described = ''
      yield* taskGroup(function* (group) {
        const caller = group.createTask(
          (function* () {
            yield* group.start(() => sleep(10), { name: 'server' })
          })(),
        )
        yield* sleep(1)
        described = (caller as unknown as { _waitsFor: { describe(): string } })._waitsFor.describe()
        group.cancel()
      })
      return described
    })
    expect(text).toBe("started() of task 'server' (1 pending)")
  })
})

describe('taskGroup with a limit', () => {
  const worker = (log: string[], name: string, ms: number, fails = false) =>
    function* (): Steps<string> {
      log.push(`${name} begins at ${now()}`)
      try {
        yield* sleep(ms)
        if (fails) throw new Error(name)
        return name
      } finally {
        log.push(`${name} ends at ${now()}`)
      }
    }

  test('runs that many at a time, in the order in which they were made; createTask never waits', () => {
    const log: string[] = []
    runVirtual(function* () {
      const names = yield* taskGroup(
        function* (group) {
          const tasks = [30, 10, 10, 10].map((ms, at) => group.createTask(worker(log, `${at}`, ms)()))
          log.push(`made ${tasks.length}`)
          const results: string[] = []
          for (const task of tasks) results.push(yield* task)
          return results
        },
        { limit: 2 },
      )
      log.push(names.join())
    })
    expect(log).toEqual([
      'made 4',
      '0 begins at 0',
      '1 begins at 0',
      '1 ends at 10',
      '2 begins at 10',
      '2 ends at 20',
      '3 begins at 20',
      '0 ends at 30',
      '3 ends at 30',
      '0,1,2,3',
    ])
  })

  test('after a failure the queued never begin, and their coroutines are closed', () => {
    const log: string[] = []
    const queued: Coroutine<string>[] = []
    runVirtual(function* () {
      try {
        yield* taskGroup(
          function* (group) {
            group.createTask(worker(log, 'a', 10, true)())
            group.createTask(worker(log, 'b', 10)())
            for (const name of ['c', 'd']) {
              const coro = coroutine(worker(log, name, 10))()
              queued.push(coro)
              group.createTask(coro)
            }
          },
          { limit: 2 },
        )
      } catch (error) {
        log.push(`${(error as ExceptionGroup).errors}`)
      }
    })
    expect(log).toEqual(['a begins at 0', 'b begins at 0', 'a ends at 10', 'b ends at 10', 'Error: a'])
    for (const coro of queued) expect(() => coro.next()).toThrow(/cannot reuse/)
    expect(log).toHaveLength(5)
  })

  test('a queued task that is cancelled leaves the line, and costs nobody a turn', () => {
    const log: string[] = []
    runVirtual(function* () {
      yield* taskGroup(
        function* (group) {
          group.createTask(worker(log, 'a', 10)())
          const unbegun = group.createTask(worker(log, 'b', 10)())
          unbegun.cancel()
          const waiting = group.createTask(worker(log, 'c', 10)())
          const woken = group.createTask(worker(log, 'd', 10)())
          group.createTask(worker(log, 'e', 10)())
          yield* sleep(5)
          waiting.cancel()
          getRunningLoop().callLater(5, () => getRunningLoop().callSoon(() => woken.cancel()))
        },
        { limit: 1 },
      )
      log.push(`end at ${now()}`)
    })
    expect(log).toEqual(['a begins at 0', 'a ends at 10', 'e begins at 10', 'e ends at 20', 'end at 20'])
  })

  test('a task that awaits a queued one at the limit is a deadlock report', () => {
    expect(() =>
      runVirtual(() =>
        taskGroup(
          function* (group) {
            group.createTask(
              (function* () {
                yield* group.createTask(sleep(1), { name: 'second' })
              })(),
              { name: 'first' },
            )
          },
          { limit: 1 },
        ),
      ),
    ).toThrow(/its turn in a TaskGroup \(1 of 1 running, 1 queued\)/)
  })

  test('a task shows the name of its coroutine while it is queued', () => {
    const text = runVirtual(() =>
      taskGroup(
        function* (group) {
          group.createTask(sleep(1))
          function* named() {
            yield* sleep(1)
          }
          const queued = group.createTask(named(), { name: 'queued' })
          yield* sleep(0)
          return `${queued} ${queued.coro.functionName}`
        },
        { limit: 1 },
      ),
    )
    expect(text).toMatch(/name='queued'/)
  })

  test('a task with wrong options is refused, and takes no place in the line', () => {
    const log: string[] = []
    runVirtual(() =>
      taskGroup(
        function* (group) {
          group.createTask(worker(log, 'a', 10)())
          expect(() => group.createTask(worker(log, 'b', 10)(), { name: 5 as never })).toThrow(/option name/)
          group.createTask(worker(log, 'c', 10)())
        },
        { limit: 1 },
      ),
    )
    expect(log).toEqual(['a begins at 0', 'a ends at 10', 'c begins at 10', 'c ends at 20'])
  })

  test('start() waits for a turn, too', () => {
    const log: string[] = []
    runVirtual(() =>
      taskGroup(
        function* (group) {
          group.createTask(sleep(10))
          const port = yield* group.start(server(log, 5, 0))
          log.push(`${port} at ${now()}`)
        },
        { limit: 1 },
      ),
    )
    expect(log).toEqual(['started at 15', '8080 at 15', 'ended at 15'])
  })

  test('wrong options are refused by name', () => {
    const bad = (options: unknown): string => {
      try {
        // eslint-disable-next-line @acoro/no-floating-awaitable -- it throws before it is one
        taskGroup(function* () {}, options as never)
      } catch (error) {
        return `${error}`
      }
      return 'accepted'
    }
    expect([0, -1, 1.5, Number.NaN, '2', null].map((limit) => bad({ limit }))).toEqual([
      'RangeError: Expected the option limit of a TaskGroup to be an integer from 1, or Infinity, got the number 0',
      'RangeError: Expected the option limit of a TaskGroup to be an integer from 1, or Infinity, got the number -1',
      'RangeError: Expected the option limit of a TaskGroup to be an integer from 1, or Infinity, got the number 1.5',
      'RangeError: Expected the option limit of a TaskGroup to be an integer from 1, or Infinity, got the number NaN',
      'TypeError: Expected the option limit of a TaskGroup to be a number, got the string "2"',
      'TypeError: Expected the option limit of a TaskGroup to be a number, got null',
    ])
    expect(bad({ onError: 'ignore' })).toBe(
      "RangeError: Expected the option onError of a TaskGroup to be 'cancel' or 'collect', got the string \"ignore\"",
    )
    expect(bad(3)).toMatch(/^TypeError: Expected the options of a TaskGroup as an object/)
  })
})

describe("taskGroup with onError: 'collect'", () => {
  function* failing(name: string, ms: number): Steps {
    yield* sleep(ms)
    throw new Error(name)
  }

  test('an error cancels nothing, and all errors come out when all tasks have ended', () => {
    const log: string[] = []
    runVirtual(function* () {
      log.push(
        yield* outcome(
          () =>
            taskGroup(
              function* (group) {
                group.createTask(failing('a', 5))
                group.createTask(failing('b', 10))
                const slow = group.createTask(sleep(20, 'slow'))
                log.push(`${yield* slow} at ${now()}`)
                group.createTask(failing('c', 5))
              },
              { onError: 'collect' },
            ) as unknown as Steps,
        ),
      )
      log.push(`end at ${now()}, ${currentTask()?.cancelling()} requests`)
    })
    expect(log).toEqual(['slow at 20', 'group of Error: a, Error: b, Error: c', 'end at 25, 0 requests'])
  })

  test('an error of the body, and a cancel, cancel the tasks as ever', () => {
    const log: string[] = []
    runVirtual(function* () {
      const body = (fails: boolean) =>
        function* (group: TaskGroup): Steps {
          group.createTask(failing('a', 1))
          group.createTask(
            (function* () {
              try {
                yield* sleep(100)
              } catch (error) {
                if (!isCancelledError(error)) throw error
                log.push(`cancelled at ${now()}`)
                throw error
              }
            })(),
          )
          yield* sleep(5)
          if (fails) throw new Error('body')
          group.cancel()
          yield* sleep(5)
        }
      for (const fails of [true, false]) {
        log.push(yield* outcome(() => taskGroup(body(fails), { onError: 'collect' }) as unknown as Steps))
      }
    })
    expect(log).toEqual([
      'cancelled at 5',
      'group of Error: a, Error: body',
      'cancelled at 10',
      'group of Error: a',
    ])
  })
})
