import {
  asyncGenerator,
  coroutine,
  createTask,
  type ExceptionGroup,
  emit,
  type Future,
  gather,
  getRunningLoop,
  run,
  sleep,
  taskGroup,
} from '@acoro/core'
import { describe, expect, test, vi } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

const failing = coroutine(function* failing() {
  yield* sleep(1)
  throw new Error('deep')
})
function* plain() {
  return yield* failing()
}
const outer = coroutine(function* outer() {
  return yield* plain()
})

/** The names in a stack, innermost first, with the loop's own lines gone. */
const names = (error: unknown) =>
  ((error as Error).stack ?? '')
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ +at /, '').replace(/ \(.*/, ''))

describe('an error that crosses frames', () => {
  test('lists the coroutines and plain generators that waited for it', async () => {
    await run(function* main() {
      try {
        yield* outer()
      } catch (error) {
        expect(names(error)).toEqual(['failing', 'async plain', 'async outer', 'async main'])
        expect((error as Error).stack).toContain('trail.test.ts')
      }
    })
  })

  test('says which task it ended, and who awaited that', async () => {
    await run(function* main() {
      const worker = createTask(outer(), { name: 'worker' })
      try {
        yield* (function* waiting() {
          return yield* worker
        })()
      } catch (error) {
        expect(names(error)).toEqual([
          'failing',
          'async plain',
          'async outer',
          "task 'worker'",
          'async waiting',
          'async main',
        ])
      }
      try {
        yield* gather(createTask(outer(), { name: 'gathered' }), sleep(5))
      } catch (error) {
        expect(names(error).slice(-2)).toEqual(["task 'gathered'", 'async main'])
      }
      try {
        yield* taskGroup(function* body(group) {
          group.createTask(outer(), { name: 'grouped' })
        })
      } catch (error) {
        expect(names((error as ExceptionGroup).errors[0]).at(-1)).toBe("task 'grouped'")
      }
    })
  })

  test('keeps to Error.stackTraceLimit, and is left alone at 0', async () => {
    const limit = Error.stackTraceLimit
    const deep = coroutine(function* deep(
      depth: number,
    ): Generator<Future<unknown> | undefined, void, unknown> {
      if (depth > 0) yield* deep(depth - 1)
      else yield* failing()
    })
    try {
      for (const [lines, expected] of [
        [4, 4],
        [0, 0],
      ] as const) {
        Error.stackTraceLimit = lines
        await run(function* main() {
          try {
            yield* deep(20)
          } catch (error) {
            expect(names(error).filter((name) => name.startsWith('async'))).toHaveLength(expected)
          }
        })
      }
    } finally {
      Error.stackTraceLimit = limit
    }
  })

  test('that settles a gather at once inside an async generator asks no frame that is running', () => {
    const nested = coroutine(function* nested(failed: Future<void>) {
      yield* gather(failed)
    })
    const items = asyncGenerator(function* items() {
      const failed = getRunningLoop().createFuture<void>()
      failed.setException(new RangeError('x'))
      yield* nested(failed)
      yield* emit(1)
    })
    return expect(
      run(function* main() {
        yield* items().anext()
      }),
    ).rejects.toThrow(new RangeError('x'))
  })

  test('with a stack that cannot be written is thrown as it is', async () => {
    await run(function* main() {
      const future = getRunningLoop().createFuture<void>()
      const frozen = Object.freeze(new Error('frozen'))
      const odd = Object.defineProperty(new Error('odd'), 'stack', { value: 'mine', writable: false })
      for (const error of [frozen, odd, 'a string', null]) {
        const throwing = coroutine(function* throwing() {
          yield* sleep(0)
          throw error
        })
        try {
          yield* throwing()
          expect.unreachable()
        } catch (caught) {
          expect(caught).toBe(error)
        }
      }
      future.cancel()
    })
  })
})

describe('errors as control flow', () => {
  test('thrown faster than anybody reads keep the stack the engine gave them', () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1e9)
    let complete = 0
    try {
      runVirtual(function* main() {
        for (let i = 0; i < 200; i++) {
          try {
            yield* outer()
          } catch (error) {
            if (names(error).includes('async main')) complete++
          }
        }
        clock.mockReturnValue(1e9 + 350)
        for (let i = 0; i < 20; i++) {
          try {
            yield* outer()
          } catch (error) {
            if (names(error).includes('async main')) complete++
          }
        }
      })
    } finally {
      clock.mockRestore()
    }
    expect(complete).toBe(107)
  })
})
