import {
  type CancelledError,
  coroutine,
  createTask,
  currentTask,
  type ExceptionGroup,
  gather,
  getRunningLoop,
  sleep,
  TaskGroup,
  taskGroup,
  timeout,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

const child = coroutine(function* child(log: string[], name: string, ms: number, fails = false) {
  try {
    yield* sleep(ms)
    if (fails) throw new Error(`${name} failed`)
    log.push(`${name} done`)
    return name
  } catch (error) {
    const { cancelledBy } = error as CancelledError
    log.push(cancelledBy === undefined ? String(error) : `${name} cancelled by ${cancelledBy}`)
    throw error
  }
})

describe('a task group', () => {
  test('ends when all its tasks have ended, and gives what the body returns', () => {
    const log: string[] = []
    expect(
      runVirtual(function* main() {
        const result = yield* taskGroup(function* (group) {
          group.createTask(child(log, 'a', 20))
          group.createTask(child(log, 'b', 10))
          log.push(String(group))
          return 'body'
        })
        log.push(`after ${getRunningLoop().time()}`)
        return result
      }),
    ).toBe('body')
    expect(log).toEqual(['<TaskGroup tasks=2 entered>', 'b done', 'a done', 'after 20'])
  })

  test('cancels the others and the body when one fails, in order of creation, and throws all errors', () => {
    const log: string[] = []
    runVirtual(function* main() {
      try {
        yield* taskGroup(function* (group) {
          group.createTask(child(log, 'a', 50))
          group.createTask(child(log, 'b', 10, true), { name: 'b' })
          group.createTask(child(log, 'c', 50))
          group.createTask(
            (function* () {
              try {
                yield* sleep(50)
              } catch {
                throw new TypeError('while cleaning up')
              }
            })(),
          )
          try {
            yield* sleep(100)
          } catch (error) {
            log.push(`body cancelled by ${(error as CancelledError).cancelledBy}`)
            throw error
          }
        })
      } catch (error) {
        log.push(String(error))
      }
      expect(currentTask()?.cancelling()).toBe(0)
    })
    expect(log).toEqual([
      'Error: b failed',
      'a cancelled by b',
      'c cancelled by b',
      'body cancelled by b',
      'ExceptionGroup: unhandled errors in a TaskGroup (2 errors)\n  - Error: b failed\n  - TypeError: while cleaning up',
    ])
  })

  test('that is cancelled from outside cancels and awaits its children, and passes the cancellation on', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const task = createTask(
        taskGroup(function* (group) {
          group.createTask(
            (function* () {
              try {
                yield* sleep(100)
              } finally {
                yield* sleep(5)
                log.push(`cleaned up at ${getRunningLoop().time()}`)
              }
            })(),
          )
          yield* sleep(100)
        }),
      )
      yield* sleep(10)
      task.cancel('stop')
      yield* sleep(1)
      task.cancel('again, while it waits for its children')
      yield* sleep(50)
      expect(task.cancelled()).toBe(true)
    })
    expect(log).toEqual(['cleaned up at 15'])
  })

  test('prefers errors to a cancellation from outside, which comes again at the next wait', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const task = createTask(
        (function* () {
          try {
            yield* taskGroup(function* (group) {
              group.createTask(
                (function* () {
                  try {
                    yield* sleep(100)
                  } catch {
                    throw new Error('in clean-up')
                  }
                })(),
              )
              yield* sleep(100)
            })
          } catch (error) {
            log.push((error as Error).name)
          }
          try {
            yield* sleep(1)
          } catch (error) {
            log.push((error as Error).name)
          }
        })(),
      )
      yield* sleep(1)
      task.cancel()
      yield* task
    })
    expect(log).toEqual(['ExceptionGroup', 'CancelledError'])
  })

  test('whose body failed throws that error, though it is cancelled from outside while it waits for its children', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const task = createTask(
        (function* parent() {
          try {
            yield* taskGroup(function* (group) {
              group.createTask(
                (function* () {
                  try {
                    yield* sleep(50)
                  } finally {
                    yield* sleep(20)
                  }
                })(),
              )
              yield* sleep(5)
              throw new Error('the body failed')
            })
          } catch (error) {
            log.push((error as ExceptionGroup).errors.join())
          }
          yield* sleep(1)
        })(),
      )
      yield* sleep(10)
      task.cancel()
      yield* gather([task], { returnExceptions: true })
      log.push(`cancelled at the next wait: ${task.cancelled()}`)
    })
    expect(log).toEqual(['Error: the body failed', 'cancelled at the next wait: true'])
  })

  test('ignores a child that was cancelled by itself', () => {
    const log: string[] = []
    runVirtual(function* main() {
      yield* taskGroup(function* (group) {
        const one = group.createTask(sleep(100))
        group.createTask(child(log, 'b', 10))
        yield* sleep(1)
        one.cancel()
      })
    })
    expect(log).toEqual(['b done'])
  })

  test('ends early without an error by cancel(), but never swallows a timeout around it', () => {
    const log: string[] = []
    runVirtual(function* main() {
      yield* taskGroup(function* (group) {
        group.createTask(child(log, 'a', 100))
        yield* sleep(5)
        group.cancel()
        group.cancel()
        yield* sleep(100)
        log.push('never')
      })
      log.push(`after ${getRunningLoop().time()}`)
      try {
        yield* timeout(10, function* () {
          yield* taskGroup(function* (group) {
            group.createTask(
              (function* () {
                try {
                  yield* sleep(100)
                } finally {
                  yield* sleep(20)
                }
              })(),
            )
            yield* sleep(1)
            group.cancel()
          })
        })
      } catch (error) {
        log.push((error as Error).name)
      }
      const group = new TaskGroup()
      group.cancel()
      try {
        yield* group.aenter()
        yield* sleep(100)
      } catch (error) {
        expect(yield* group.aexit(error)).toBe(true)
      }
      group.cancel()
      expect(currentTask()?.cancelling()).toBe(0)
    })
    expect(log).toEqual([expect.stringMatching(/^a cancelled by Task-\d+$/), 'after 5', 'TimeoutError'])
  })

  test('refuses tasks before, while it shuts down and after, and closes the coroutine', () => {
    runVirtual(function* main() {
      const group = new TaskGroup()
      const early = child([], 'early', 1)
      expect(() => group.createTask(early)).toThrow('<TaskGroup> has not been entered')
      expect(() => early.next()).toThrow('cannot reuse already awaited coroutine')
      yield* group.aenter()
      expect(() => group.aenter().next()).toThrow('has already been entered')
      yield* group.aexit(undefined)
      expect(() => group.createTask(sleep(1))).toThrow('is finished')
      let refusal: unknown
      try {
        yield* taskGroup(function* (shutting) {
          shutting.createTask(
            (function* () {
              try {
                yield* sleep(10)
              } finally {
                try {
                  shutting.createTask(sleep(1))
                } catch (error) {
                  refusal = error
                }
              }
            })(),
          )
          yield* sleep(0)
          throw new Error('body')
        })
      } catch (error) {
        expect((error as ExceptionGroup).errors.map(String)).toEqual(['Error: body'])
      }
      expect(String(refusal)).toContain('is shutting down')
    })
  })

  test('must be entered in a task, and needs a body', () => {
    expect(() => new TaskGroup().aenter().next()).toThrow('no running event loop')
    expect(() => taskGroup(5 as never)).toThrow(
      'Expected a generator function (function*) or an awaitable, got the number 5',
    )
  })
})
