import {
  CancelledError,
  createTask,
  getRunningLoop,
  type MovedOn,
  moveOnAfter,
  sleep,
  type Task,
  TimeoutError,
  timeout,
  wait,
} from '@acoro/core'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

/** How a task ends, and when. */
function* ended(task: Task<unknown>) {
  yield* wait([task])
  const at = getRunningLoop().time()
  if (task.cancelled()) return `cancelled at ${at}`
  return `${task.failed() ? task.exception() : JSON.stringify(task.result())} at ${at}`
}

const moved = (ms: number | null, works: number): string =>
  runVirtual(function* () {
    return yield* ended(createTask(moveOnAfter(ms, () => sleep(works, 'value'))))
  })

describe('moveOnAfter', () => {
  test('returns the value of a body that is in time, and cancels one that is not', () => {
    expect(moved(100, 50)).toBe('{"timedOut":false,"value":"value"} at 50')
    expect(moved(100, 500)).toBe('{"timedOut":true} at 100')
    expect(moved(null, 500)).toBe('{"timedOut":false,"value":"value"} at 500')
    expect(moved(0, 500)).toBe('{"timedOut":true} at 0')
    expect(moved(-5, 500)).toBe('{"timedOut":true} at 0')
  })

  test('keeps a value that arrives in the turn in which the time is over', () => {
    expect(moved(100, 100)).toBe('{"timedOut":false,"value":"value"} at 100')
  })

  test('tells a timeout from a body that returns undefined', () => {
    const results = runVirtual(function* () {
      return [yield* moveOnAfter(10, () => sleep(1)), yield* moveOnAfter(10, () => sleep(100))]
    })
    expect(results).toEqual([
      { timedOut: false, value: undefined },
      { timedOut: true, value: undefined },
    ])
  })

  test('with `otherwise` returns the bare value, or that', () => {
    const results = runVirtual(function* () {
      return [
        yield* moveOnAfter(10, () => sleep(1, 'in time'), { otherwise: 'late' }),
        yield* moveOnAfter(10, () => sleep(100, 'in time'), { otherwise: 'late' }),
        yield* moveOnAfter(10, () => sleep(100, 'in time'), { otherwise: undefined }),
      ]
    })
    expect(results).toEqual(['in time', 'late', undefined])
  })

  test('waits for the clean-up of the body, whose value or error counts', () => {
    const body = (end: 'value' | 'error' | 'cancel') =>
      function* () {
        try {
          yield* sleep(100)
        } catch (error) {
          yield* sleep(5)
          if (end === 'error') throw new Error('in the clean-up')
          if (end === 'cancel') throw error
        }
        return 'all the same'
      }
    const results = runVirtual(function* () {
      const ends: string[] = []
      for (const end of ['value', 'error', 'cancel'] as const) {
        ends.push(yield* ended(createTask(moveOnAfter(10, body(end)))))
      }
      return ends
    })
    expect(results).toEqual([
      '{"timedOut":false,"value":"all the same"} at 15',
      'Error: in the clean-up at 30',
      '{"timedOut":true} at 45',
    ])
  })

  test('swallows no cancel but its own: one from outside wins, also in the same turn', () => {
    const results = runVirtual(function* () {
      const ends: string[] = []
      for (const at of [5, 10]) {
        const task = createTask(moveOnAfter(10, () => sleep(100)))
        yield* sleep(at)
        task.cancel()
        ends.push(yield* ended(task))
      }
      return ends
    })
    expect(results).toEqual(['cancelled at 5', 'cancelled at 15'])
  })

  test('leaves the time of a scope around it to that scope', () => {
    const results = runVirtual(function* () {
      const outer = yield* moveOnAfter(10, () => moveOnAfter(100, () => sleep(1000)))
      const inner = yield* moveOnAfter(100, () => moveOnAfter(10, () => sleep(1000)))
      const under = createTask(timeout(10, () => moveOnAfter(100, () => sleep(1000))))
      yield* wait([under])
      return [outer, inner, under.exception() instanceof TimeoutError]
    })
    expect(results).toEqual([
      { timedOut: true, value: undefined },
      { timedOut: false, value: { timedOut: true, value: undefined } },
      true,
    ])
  })

  test('leaves no request to be cancelled behind, and no timer', () => {
    const counts = runVirtual(function* () {
      const task = createTask(
        (function* () {
          yield* moveOnAfter(10, () => sleep(100))
          yield* moveOnAfter(1e9, () => sleep(1))
          yield* moveOnAfter(1, () => sleep(1))
          yield* sleep(10)
        })(),
      )
      yield* wait([task])
      return [task.cancelling(), task.cancelled(), getRunningLoop().time()]
    })
    expect(counts).toEqual([0, false, 22])
  })

  test('an error of the body comes out', () => {
    const error = runVirtual(function* () {
      const task = createTask(
        moveOnAfter(10, function* () {
          yield* sleep(1)
          throw new Error('no')
        }),
      )
      yield* wait([task])
      return task.exception()
    })
    expect(String(error)).toBe('Error: no')
  })

  test('has types that tell the two outcomes apart', () => {
    const check = function* () {
      const result = yield* moveOnAfter(1, () => sleep(1, 'text'))
      expectTypeOf(result).toEqualTypeOf<MovedOn<string>>()
      if (!result.timedOut) expectTypeOf(result.value).toEqualTypeOf<string>()
      const other = yield* moveOnAfter(1, () => sleep(1, 'text'), { otherwise: null })
      expectTypeOf(other).toEqualTypeOf<string | null>()
    }
    expect(check).toBeTypeOf('function')
    expect(CancelledError.name).toBe('CancelledError')
  })

  test.each<[() => unknown, string]>([
    [
      () => moveOnAfter(Number.NaN, sleep(1)),
      'Expected the time of moveOnAfter() in milliseconds, a number, got NaN',
    ],
    [
      () => moveOnAfter('1s' as never, sleep(1)),
      'Expected the time of moveOnAfter() in milliseconds, a number, got the string "1s"',
    ],
    [
      () => moveOnAfter(1, 5 as never),
      'Expected a generator function (function*) or an awaitable, got the number 5',
    ],
    [
      () => moveOnAfter(1, () => sleep(1), 'late' as never),
      'Expected the options of moveOnAfter() as an object, { otherwise }, got the string "late"',
    ],
  ])('%s is refused by name', (call, message) => {
    expect(call).toThrow(message)
  })
})
