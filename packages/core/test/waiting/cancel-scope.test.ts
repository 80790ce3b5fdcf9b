import {
  type Awaitable,
  asyncGenerator,
  type CancelScope,
  cancelScope,
  createTask,
  currentTask,
  emit,
  gather,
  getRunningLoop,
  isCancelledError,
  RuntimeError,
  race,
  shield,
  sleep,
  type Task,
  TimeoutError,
  taskGroup,
  timeout,
  wait,
  waitFor,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

const now = (): number => getRunningLoop().time()

/** A body that cancels its scope, and then waits. */
const cancelling =
  (ms: number) =>
  (scope: CancelScope): Awaitable<void> => {
    scope.cancel()
    return sleep(ms)
  }

/** How a task ends, and when. */
function* ended(task: Task<unknown>) {
  yield* wait([task])
  if (task.cancelled()) return `cancelled at ${now()}`
  return `${task.failed() ? task.exception() : JSON.stringify(task.result())} at ${now()}`
}

/** Waits, and says how the wait ended. */
function* tried(log: string[], name: string, ms = 100) {
  try {
    yield* sleep(ms)
    log.push(`${name} slept at ${now()}`)
  } catch (error) {
    if (!isCancelledError(error)) throw error
    log.push(`${name} cancelled at ${now()}`)
  }
}

// biome-ignore lint/suspicious/noExplicitAny: bodies that suspend in several ways.
const within = <T>(body: (log: string[]) => Generator<any, T, any>): string[] => {
  const log: string[] = []
  runVirtual(() => body(log))
  return log
}

describe('cancelScope', () => {
  test('returns the value of a body that nobody cancelled', () => {
    const result = runVirtual(() => cancelScope(() => sleep(5, 'value')))
    expect(result).toEqual({ cancelled: false, timedOut: false, value: 'value' })
  })

  test('cancels the present wait and every later one, so a cancel cannot be swallowed', () => {
    const log = within(function* (log) {
      const result = yield* cancelScope(function* (scope) {
        getRunningLoop().callLater(10, () => scope.cancel())
        yield* tried(log, 'first')
        yield* tried(log, 'second')
        try {
          yield* sleep(0)
        } catch {
          log.push('a pause is a wait, too')
        }
        yield* sleep(100)
        log.push('never')
      })
      log.push(JSON.stringify(result))
      yield* tried(log, 'outside', 5)
    })
    expect(log).toEqual([
      'first cancelled at 10',
      'second cancelled at 10',
      'a pause is a wait, too',
      '{"cancelled":true,"timedOut":false}',
      'outside slept at 15',
    ])
  })

  test('a body that needs no further wait returns its value, and leaves no request behind', () => {
    const result = runVirtual(function* () {
      const result = yield* cancelScope(function* (scope) {
        scope.cancel()
        return [scope.cancelled(), currentTask()?.cancelling()]
      })
      yield* sleep(0)
      return [result, currentTask()?.cancelling()]
    })
    expect(result).toEqual([{ cancelled: false, timedOut: false, value: [true, 1] }, 0])
  })

  test('the deadline cancels it, and tells a timeout from a cancel', () => {
    const results = runVirtual(function* () {
      const late = yield* cancelScope(() => sleep(100), { timeout: 10 })
      const asked = yield* cancelScope(cancelling(100), { timeout: 10 })
      const bare = yield* cancelScope(() => sleep(100, 'in time'), { timeout: 10, otherwise: 'late' })
      const none = yield* cancelScope(() => sleep(1, 'in time'), { timeout: null, otherwise: 'late' })
      return [late, asked, bare, none, now()]
    })
    expect(results).toEqual([
      { cancelled: true, timedOut: true, value: undefined },
      { cancelled: true, timedOut: false, value: undefined },
      'late',
      'in time',
      21,
    ])
  })

  test('a value that arrives in the turn of the deadline, or of the cancel, is kept', () => {
    const log = within(function* (log) {
      log.push(JSON.stringify(yield* cancelScope(() => sleep(10, 'arrived'), { timeout: 10 })))
      const future = getRunningLoop().createFuture<string>()
      const result = yield* cancelScope(function* (scope) {
        getRunningLoop().callLater(5, () => {
          future.setResult('just now')
          scope.cancel()
        })
        log.push(yield* future)
        yield* tried(log, 'the next wait')
        return 'end'
      })
      log.push(JSON.stringify(result))
    })
    expect(log).toEqual([
      '{"cancelled":false,"timedOut":false,"value":"arrived"}',
      'just now',
      'the next wait cancelled at 15',
      '{"cancelled":false,"timedOut":false,"value":"end"}',
    ])
  })

  test('an error that arrives in the turn of the cancel is thrown, and the next wait is cancelled', () => {
    const log = within(function* (log) {
      const future = getRunningLoop().createFuture<string>()
      yield* cancelScope(function* (scope) {
        getRunningLoop().callLater(5, () => {
          future.setException(new Error('broken'))
          scope.cancel()
        })
        try {
          yield* future
        } catch (error) {
          log.push(String(error))
        }
        yield* tried(log, 'the next wait')
      })
    })
    expect(log).toEqual(['Error: broken', 'the next wait cancelled at 5'])
  })

  test('the CancelledError has the message, and the name of the task that cancelled', () => {
    const seen = runVirtual(function* () {
      const seen: unknown[] = []
      yield* cancelScope(function* (scope) {
        createTask(
          (function* () {
            scope.cancel('enough')
          })(),
          { name: 'boss' },
        )
        for (const _ of [1, 2]) {
          try {
            yield* sleep(100)
          } catch (error) {
            const { message, cancelledBy } = error as { message: string; cancelledBy?: string }
            seen.push([message, cancelledBy])
          }
        }
      })
      return seen
    })
    expect(seen).toEqual([
      ['enough', 'boss'],
      ['enough', 'boss'],
    ])
  })

  test('the error of the body goes on, also from a cancelled scope', () => {
    const task = runVirtual(function* () {
      const task = createTask(
        cancelScope(function* (scope) {
          scope.cancel()
          try {
            yield* sleep(1)
          } finally {
            // biome-ignore lint/correctness/noUnsafeFinally: the error of a clean-up.
            throw new Error('in the clean-up')
          }
        }),
      )
      return yield* ended(task)
    })
    expect(task).toBe('Error: in the clean-up at 0')
  })

  test('undefined thrown by the body is an error, too', () => {
    const failed = runVirtual(function* () {
      const task = createTask(
        cancelScope(function* () {
          throw undefined
        }),
      )
      yield* wait([task])
      return task.failed()
    })
    expect(failed).toBe(true)
  })
})

describe('scopes in one another', () => {
  test('the scope that was cancelled swallows, no other', () => {
    const log = within(function* (log) {
      const outer = yield* cancelScope(function* (scope) {
        const inner = yield* cancelScope(function* () {
          scope.cancel()
          yield* sleep(1)
        })
        log.push(`inner ${JSON.stringify(inner)}`)
      })
      log.push(`outer ${JSON.stringify(outer)}`)
      const both = yield* cancelScope(function* (scope) {
        const inner = yield* cancelScope(function* (innermost) {
          innermost.cancel()
          scope.cancel()
          yield* sleep(1)
        })
        log.push(`inner ${JSON.stringify(inner)}`)
      })
      log.push(`outer ${JSON.stringify(both)}`)
      const inside = yield* cancelScope(function* () {
        const inner = yield* cancelScope(function* (innermost) {
          innermost.cancel()
          yield* sleep(1)
        })
        yield* sleep(1)
        return inner.cancelled
      })
      log.push(`outer ${JSON.stringify(inside)}, ${currentTask()?.cancelling()} requests`)
    })
    expect(log).toEqual([
      'outer {"cancelled":true,"timedOut":false}',
      'outer {"cancelled":true,"timedOut":false}',
      'outer {"cancelled":false,"timedOut":false,"value":true}, 0 requests',
    ])
  })

  test('a shield keeps the scopes around it out until its deadline; then the outer cancel comes, once', () => {
    const log = within(function* (log) {
      const outermost = yield* cancelScope(
        function* () {
          const result = yield* cancelScope(function* (scope) {
            scope.cancel()
            try {
              yield* sleep(1000)
            } finally {
              const cleanUp = yield* cancelScope(
                function* () {
                  yield* tried(log, 'clean-up', 5)
                  yield* tried(log, 'more of it', 1000)
                  yield* tried(log, 'after its deadline', 1000)
                  yield* sleep(1000)
                },
                { shield: true, timeout: 50 },
              )
              log.push(JSON.stringify(cleanUp))
              yield* tried(log, 'after the shield')
            }
          })
          log.push(JSON.stringify(result))
          yield* tried(log, 'after the scope', 5)
        },
        { shield: true, timeout: null },
      )
      log.push(JSON.stringify(outermost))
    })
    expect(log).toEqual([
      'clean-up slept at 5',
      'more of it cancelled at 50',
      'after its deadline cancelled at 50',
      '{"cancelled":true,"timedOut":true}',
      'after the shield cancelled at 50',
      '{"cancelled":true,"timedOut":false}',
      'after the scope slept at 55',
      '{"cancelled":false,"timedOut":false}',
    ])
  })

  test('a scope that is cancelled while the task stands in a shield reaches it when it leaves that', () => {
    const log = within(function* (log) {
      const result = yield* cancelScope(
        function* () {
          yield* cancelScope(() => tried(log, 'shielded', 50), { shield: true, timeout: null })
          log.push(`${currentTask()?.cancelling()} request`)
          yield* tried(log, 'after it')
          yield* sleep(1)
        },
        { timeout: 10 },
      )
      log.push(JSON.stringify(result), `${currentTask()?.cancelling()} requests`)
    })
    expect(log).toEqual([
      'shielded slept at 50',
      '1 request',
      'after it cancelled at 50',
      '{"cancelled":true,"timedOut":true}',
      '0 requests',
    ])
  })

  test('a shield that is itself cancelled swallows that, though a scope around it is cancelled, too', () => {
    const log = within(function* (log) {
      yield* cancelScope(function* (outer) {
        outer.cancel()
        const inner = yield* cancelScope(cancelling(5), {
          shield: true,
          timeout: null,
        })
        log.push(JSON.stringify(inner))
        yield* tried(log, 'next')
      })
    })
    expect(log).toEqual(['{"cancelled":true,"timedOut":false}', 'next cancelled at 0'])
  })

  test('three shields, with a cancelled scope between each of them', () => {
    const log = within(function* (log) {
      const scopes: CancelScope[] = []
      // biome-ignore lint/suspicious/noExplicitAny: a body that calls itself.
      function* shielded(depth: number): Generator<any, void, any> {
        if (depth > 1) yield* deeper(depth - 1)
        else {
          for (const each of scopes) each.cancel()
          yield* tried(log, `depth ${depth}`, 1)
        }
        yield* tried(log, `shield ${depth}`, 1)
      }
      function* deeper(depth: number): ReturnType<typeof shielded> {
        yield* cancelScope(function* (scope) {
          scopes.push(scope)
          yield* cancelScope(() => shielded(depth), { shield: true, timeout: 1000 })
          yield* tried(log, `scope ${depth}`)
        })
      }
      yield* deeper(3)
      log.push(`${currentTask()?.cancelling()} requests`)
    })
    expect(log).toEqual([
      'depth 1 slept at 1',
      'shield 1 slept at 2',
      'scope 1 cancelled at 2',
      'shield 2 slept at 3',
      'scope 2 cancelled at 3',
      'shield 3 slept at 4',
      'scope 3 cancelled at 4',
      '0 requests',
    ])
  })
})

describe('together with what asyncio has', () => {
  test('task.cancel() cancels one wait, goes through scopes and shields, and is not swallowed by a scope', () => {
    const log = within(function* (log) {
      for (const options of [{}, { shield: true, timeout: null }]) {
        const task = createTask(
          cancelScope(function* () {
            yield* tried(log, 'first')
            yield* tried(log, 'second', 5)
            yield* sleep(100)
          }, options),
        )
        getRunningLoop().callLater(1, () => task.cancel())
        getRunningLoop().callLater(10, () => task.cancel())
        log.push(yield* ended(task))
      }
    })
    expect(log).toEqual([
      'first cancelled at 1',
      'second slept at 6',
      'cancelled at 10',
      'first cancelled at 11',
      'second slept at 16',
      'cancelled at 20',
    ])
  })

  test('task.cancel() wins over the scope, before, after and in the turn of its cancel', () => {
    const results = runVirtual(function* () {
      const results: string[] = []
      for (const order of ['task first', 'scope first', 'a turn between']) {
        let scope: CancelScope | undefined
        const task = createTask(
          cancelScope(function* (own) {
            scope = own
            yield* sleep(100)
          }),
        )
        yield* sleep(1)
        if (order !== 'task first') scope?.cancel()
        if (order === 'a turn between') yield* sleep(0)
        task.cancel()
        if (order === 'task first') scope?.cancel()
        results.push(`${order}: ${yield* ended(task)}`)
      }
      return results
    })
    expect(results).toEqual([
      'task first: cancelled at 1',
      'scope first: cancelled at 2',
      // The scope had ended, with its own cancellation, before the cancel came.
      'a turn between: {"cancelled":true,"timedOut":false} at 3',
    ])
  })

  test('a cancel of the task that is still to be thrown when the scope begins goes through it', () => {
    const result = runVirtual(function* () {
      const task = createTask(
        (function* () {
          currentTask()?.cancel()
          return yield* cancelScope(cancelling(1))
        })(),
      )
      return yield* ended(task)
    })
    expect(result).toBe('cancelled at 0')
  })

  test('a timeout inside a cancelled scope does not take the cancellation for its own', () => {
    const log = within(function* (log) {
      const late = yield* cancelScope(function* (scope) {
        try {
          yield* timeout(10, function* () {
            getRunningLoop().callLater(10, () => scope.cancel())
            yield* sleep(1000)
          })
        } catch (error) {
          log.push(error instanceof TimeoutError ? 'TimeoutError' : 'CancelledError')
          throw error
        }
      })
      log.push(JSON.stringify(late))
      const begun = yield* cancelScope(function* (scope) {
        scope.cancel()
        try {
          yield* timeout(0, () => sleep(1000))
        } catch (error) {
          log.push(error instanceof TimeoutError ? 'TimeoutError' : 'CancelledError')
          throw error
        }
      })
      log.push(JSON.stringify(begun))
    })
    expect(log).toEqual([
      'CancelledError',
      '{"cancelled":true,"timedOut":false}',
      'CancelledError',
      '{"cancelled":true,"timedOut":false}',
    ])
  })

  test('a timeout inside a shield keeps its own, though a scope around is cancelled before, or meanwhile', () => {
    const log = within(function* (log) {
      for (const at of [0, 5]) {
        const result = yield* cancelScope(function* (scope) {
          if (at === 0) scope.cancel()
          else getRunningLoop().callLater(at, () => scope.cancel())
          yield* cancelScope(
            function* () {
              try {
                yield* timeout(10, () => sleep(1000))
              } catch (error) {
                log.push(String(error))
              }
            },
            { shield: true, timeout: null },
          )
          yield* tried(log, 'after')
          yield* sleep(1)
        })
        log.push(JSON.stringify(result))
      }
    })
    expect(log).toEqual([
      'TimeoutError: Timed out after 10 ms',
      'after cancelled at 10',
      '{"cancelled":true,"timedOut":false}',
      'TimeoutError: Timed out after 10 ms',
      'after cancelled at 20',
      '{"cancelled":true,"timedOut":false}',
    ])
  })

  test('a timeout around a scope becomes a TimeoutError, not a cancelled scope', () => {
    const result = runVirtual(function* () {
      return yield* ended(createTask(timeout(10, () => cancelScope(() => sleep(1000), { timeout: 20 }))))
    })
    expect(result).toBe('TimeoutError: Timed out after 10 ms at 10')
  })

  test('a task that the scope awaits is cancelled, too; what it returns all the same is kept', () => {
    const log = within(function* (log) {
      const stubborn = createTask(
        (function* () {
          yield* tried(log, 'stubborn')
          yield* sleep(5)
          return 'all the same'
        })(),
      )
      const result = yield* cancelScope(
        function* () {
          log.push(yield* stubborn)
          yield* sleep(1)
        },
        { timeout: 10 },
      )
      log.push(JSON.stringify(result))
    })
    expect(log).toEqual(['stubborn cancelled at 10', 'all the same', '{"cancelled":true,"timedOut":true}'])
  })

  test('shield() keeps work that is awaited inside from the cancel', () => {
    const log = within(function* (log) {
      const saving = createTask(tried(log, 'saving', 20))
      yield* cancelScope(() => shield(saving), { timeout: 10 })
      log.push(`left at ${now()}`)
      yield* saving
    })
    expect(log).toEqual(['left at 10', 'saving slept at 20'])
  })
})

describe('tasks of a group stand in the scope that the group was opened in', () => {
  test('each of their waits is cancelled, however often they swallow it', () => {
    const log = within(function* (log) {
      const result = yield* cancelScope(
        function* () {
          yield* taskGroup(function* (group) {
            group.createTask(
              (function* () {
                for (const n of [1, 2, 3]) yield* tried(log, `child ${n}`)
              })(),
            )
            yield* tried(log, 'body')
            yield* tried(log, 'body again')
          })
          yield* sleep(1)
        },
        { timeout: 10 },
      )
      log.push(JSON.stringify(result))
    })
    expect(log).toEqual([
      'body cancelled at 10',
      'child 1 cancelled at 10',
      'body again cancelled at 10',
      'child 2 cancelled at 10',
      'child 3 cancelled at 10',
      '{"cancelled":true,"timedOut":true}',
    ])
  })

  test('the end of a group waits for a child that cleans up under a shield, and does not spin', () => {
    const log = within(function* (log) {
      const result = yield* cancelScope(
        function* () {
          yield* taskGroup(function* (group) {
            group.createTask(
              (function* () {
                try {
                  yield* sleep(1000)
                } finally {
                  yield* cancelScope(() => tried(log, 'clean-up', 50), { shield: true, timeout: 100 })
                }
              })(),
            )
          })
        },
        { timeout: 10 },
      )
      log.push(`${JSON.stringify(result)} at ${now()}`)
    })
    expect(log).toEqual(['clean-up slept at 60', '{"cancelled":true,"timedOut":true} at 60'])
  })

  test('a task that is made in a cancelled scope runs up to its first wait', () => {
    const log = within(function* (log) {
      yield* cancelScope(function* (scope) {
        yield* taskGroup(function* (group) {
          scope.cancel()
          group.createTask(
            (function* () {
              log.push('begun')
              yield* tried(log, 'child')
            })(),
          )
          group.createTask(
            (function* () {
              log.push('eager')
              yield* tried(log, 'eager child')
            })(),
            { eager: true },
          )
        })
      })
    })
    expect(log).toEqual(['eager', 'begun', 'eager child cancelled at 0', 'child cancelled at 0'])
  })

  test('a child stands where its group was opened, not where it was made', () => {
    const log = within(function* (log) {
      yield* taskGroup(function* (group) {
        yield* cancelScope(function* (scope) {
          group.createTask(tried(log, 'child', 20))
          scope.cancel()
          yield* sleep(1)
        })
        log.push(`left at ${now()}`)
      })
    })
    expect(log).toEqual(['left at 0', 'child slept at 20'])
  })

  test('a child may have scopes of its own, also in its eager first step', () => {
    const log = within(function* (log) {
      yield* cancelScope(
        () =>
          taskGroup(function* (group) {
            group.createTask(
              cancelScope(() => tried(log, 'own scope'), { timeout: 5 }),
              { eager: true },
            )
            group.createTask(
              cancelScope(() => tried(log, 'scope around'), { timeout: 50 }),
              { eager: true },
            )
            group.createTask(
              cancelScope(() => tried(log, 'shield'), { timeout: 30, shield: true }),
              { eager: true },
            )
          }),
        { timeout: 10 },
      )
    })
    expect(log).toEqual([
      'own scope cancelled at 5',
      'scope around cancelled at 10',
      'shield cancelled at 30',
    ])
  })

  test('a group in a scope that fails throws its error, and cancels only its own', () => {
    const log = within(function* (log) {
      const result = yield* cancelScope(function* () {
        try {
          yield* taskGroup(function* (group) {
            group.createTask(
              (function* () {
                yield* sleep(5)
                throw new Error('child')
              })(),
            )
            yield* tried(log, 'body')
          })
        } catch (error) {
          log.push(`${(error as AggregateError).errors}`)
        }
        yield* tried(log, 'after the group', 5)
        return 'end'
      })
      log.push(JSON.stringify(result), `${currentTask()?.cancelling()} requests`)
    })
    expect(log).toEqual([
      'body cancelled at 5',
      'Error: child',
      'after the group slept at 10',
      '{"cancelled":false,"timedOut":false,"value":"end"}',
      '0 requests',
    ])
  })

  test('a group that fails in a cancelled scope leaves no cancel for the code after the scope', () => {
    const log = within(function* (log) {
      try {
        yield* cancelScope(function* (scope) {
          yield* taskGroup(function* (group) {
            group.createTask(
              (function* () {
                scope.cancel()
                throw new Error('child')
              })(),
            )
            yield* sleep(100)
          })
        })
      } catch (error) {
        log.push(`${(error as AggregateError).errors}`)
      }
      yield* tried(log, 'outside', 5)
      log.push(`${currentTask()?.cancelling()} requests`)
    })
    expect(log).toEqual(['Error: child', 'outside slept at 5', '0 requests'])
  })

  test('other tasks do not: one that was made inside by createTask goes on', () => {
    const log = within(function* (log) {
      const task = yield* cancelScope(
        function* (scope) {
          const task = createTask(tried(log, 'free', 20))
          scope.cancel()
          yield* tried(log, 'inside')
          return task
        },
        { otherwise: undefined },
      )
      if (task !== undefined) yield* task
    })
    expect(log).toEqual(['inside cancelled at 0', 'free slept at 20'])
  })
})

/** Clean-up that takes 50 ms and hears of no scope. */
function* stubborn(log: string[], name: string) {
  try {
    yield* sleep(1000)
  } catch {
    yield* cancelScope(() => sleep(50), { shield: true, timeout: null })
    log.push(`${name} cleaned up at ${now()}`)
  }
}

describe('code that catches a cancel and waits on', () => {
  // Without a hold these would never end: the clock of the test stands still while they spin.
  test('race awaits the losers', () => {
    const log = within(function* (log) {
      yield* cancelScope(() => race([stubborn(log, 'a'), stubborn(log, 'b')]), { timeout: 10 })
      log.push(`left at ${now()}`)
    })
    expect(log).toEqual(['a cleaned up at 60', 'b cleaned up at 60', 'left at 60'])
  })

  test('gather and waitFor wait for what they have cancelled', () => {
    const log = within(function* (log) {
      yield* cancelScope(() => gather(stubborn(log, 'a'), stubborn(log, 'b')), { timeout: 10 })
      log.push(`left at ${now()}`)
      yield* cancelScope(() => waitFor(stubborn(log, 'c'), 500), { timeout: 10 })
      log.push(`left at ${now()}`)
    })
    expect(log).toEqual([
      'a cleaned up at 60',
      'b cleaned up at 60',
      'left at 60',
      'c cleaned up at 120',
      'left at 120',
    ])
  })

  test('the end of a group, whose children clean up under shields', () => {
    const log = within(function* (log) {
      const result = yield* cancelScope(
        () =>
          taskGroup(function* (group) {
            group.createTask(stubborn(log, 'child'))
            try {
              yield* sleep(1000)
            } catch {
              log.push('the body swallows it')
            }
          }),
        { timeout: 10 },
      )
      log.push(`${JSON.stringify(result)} at ${now()}, ${currentTask()?.cancelling()} requests`)
    })
    expect(log).toEqual([
      'the body swallows it',
      'child cleaned up at 60',
      '{"cancelled":true,"timedOut":true} at 60, 0 requests',
    ])
  })

  test('task.cancel() reaches a loop that holds the scope off', () => {
    const log = within(function* (log) {
      const task = createTask(
        cancelScope(
          () =>
            taskGroup(function* (group) {
              group.createTask(stubborn(log, 'child'))
              yield* sleep(1000)
            }),
          {
            timeout: 10,
          },
        ),
      )
      getRunningLoop().callLater(20, () => task.cancel())
      log.push(yield* ended(task))
    })
    expect(log).toEqual(['child cleaned up at 60', 'cancelled at 60'])
  })
})

describe('async generators and scopes', () => {
  test('a generator that is closed inside a cancelled scope of its own ends', () => {
    const log = within(function* (log) {
      const source = asyncGenerator(function* () {
        // The types refuse an emit inside a scope.
        yield* cancelScope(function* (scope: CancelScope) {
          scope.cancel()
          yield* emit(1)
        } as never)
        log.push('must not go on')
      })()
      log.push(JSON.stringify(yield* source.anext()))
      yield* source.aclose()
      yield* tried(log, 'after', 5)
    })
    expect(log).toEqual(['{"done":false,"value":1}', 'after slept at 5'])
  })

  test('scopes that are left out of order are refused by name, and nothing stays cancelled', () => {
    const log = within(function* (log) {
      const source = asyncGenerator(function* () {
        // The types refuse an emit inside a scope.
        yield* cancelScope(function* (scope: CancelScope) {
          scope.cancel()
          yield* emit(1)
        } as never)
      })()
      try {
        yield* cancelScope(() => source.anext())
      } catch (error) {
        log.push(`${(error as Error).name}: ${(error as Error).message}`)
      }
      yield* source.aclose()
      yield* tried(log, 'after', 5)
      log.push(`${currentTask()?.cancelling()} requests`)
    })
    expect(log).toEqual([
      'RuntimeError: <CancelScope [open]> was left out of order: leave the scopes inside it first, in the same task. Does an async generator emit inside a scope?',
      'after slept at 5',
      '0 requests',
    ])
  })
})

describe('bad input', () => {
  test('is refused at the call', () => {
    const bad = (...args: unknown[]): string => {
      try {
        ;(cancelScope as (...args: unknown[]) => unknown)(...args)
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`
      }
      return 'accepted'
    }
    const body = () => sleep(1)
    expect([
      bad(),
      bad(5),
      bad(body, { timeout: Number.NaN }),
      bad(body, { timeout: '5' }),
      bad(body, { shield: 1, timeout: 5 }),
      bad(body, { shield: true }),
      bad(body, 5),
    ]).toMatchInlineSnapshot(`
      [
        "TypeError: Expected a generator function (function*) or an awaitable, got undefined",
        "TypeError: Expected a generator function (function*) or an awaitable, got the number 5",
        "RangeError: Expected the option timeout of cancelScope() in milliseconds, a number, got NaN",
        "TypeError: Expected the option timeout of cancelScope() to be a number of milliseconds, or null, got the string "5"",
        "TypeError: Expected the option shield of cancelScope() to be true or false, got the number 1",
        "TypeError: Expected a timeout of a shielded cancelScope(), in ms, got none: clean-up must end; null for no limit",
        "TypeError: Expected the options of cancelScope() as an object, { timeout, shield, otherwise }, got the number 5",
      ]
    `)
  })

  test('a body that returns nothing to await leaves the scope', () => {
    const log = within(function* (log) {
      try {
        yield* cancelScope((() => 5) as never)
      } catch (error) {
        log.push(`${(error as Error).message}`)
      }
      yield* tried(log, 'after', 1)
    })
    expect(log).toEqual([
      'Expected a generator function (function*), got a function, which returned the number 5',
      'after slept at 1',
    ])
  })

  test('a deadline cannot be moved once the scope is cancelled or left', () => {
    const errors = runVirtual(function* () {
      const errors: string[] = []
      let scope: CancelScope | undefined
      const move = () => {
        try {
          scope?.reschedule(100)
        } catch (error) {
          errors.push(`${error}`)
        }
      }
      yield* cancelScope(function* (own) {
        scope = own
        own.cancel()
        move()
      })
      move()
      return [...errors, String(scope)]
    })
    expect(errors).toEqual([
      'RuntimeError: Cannot move the deadline of <CancelScope [cancelled]>',
      'RuntimeError: Cannot move the deadline of <CancelScope [cancelled]>',
      '<CancelScope [cancelled]>',
    ])
  })

  test('outside a task it says so', async () => {
    expect(() => cancelScope(() => sleep(1)).next()).toThrow(RuntimeError)
  })

  test('the deadline moves, also into the past and away', () => {
    const log = within(function* (log) {
      yield* cancelScope(
        function* (scope) {
          log.push(`${scope.when()} ${scope}`)
          scope.reschedule(30)
          yield* tried(log, 'moved', 20)
          scope.reschedule(null)
          yield* tried(log, 'removed', 20)
          scope.reschedule(1)
          yield* tried(log, 'past', 20)
          log.push(`${scope.expired()}`)
        },
        { timeout: 10 },
      )
    })
    expect(log).toEqual([
      '10 <CancelScope [open] when=10>',
      'moved slept at 20',
      'removed slept at 40',
      'past cancelled at 40',
      'true',
    ])
  })
})
