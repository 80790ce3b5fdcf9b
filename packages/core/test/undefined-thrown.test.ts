import {
  AsyncExitStack,
  asCompleted,
  asyncContextManager,
  asyncFor,
  asyncGenerator,
  asyncWith,
  coroutine,
  createTask,
  emit,
  Future,
  gather,
  getRunningLoop,
  provide,
  race,
  shield,
  sleep,
  TaskGroup,
  taskGroup,
  timeout,
  wait,
  waitFor,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { runVirtual } from './support/virtual.ts'

// JavaScript throws anything, and `Promise.reject()` throws undefined. That is a failure like any other.

const failing = coroutine(function* failing(ms: number = 0) {
  if (ms > 0) yield* sleep(ms)
  throw undefined
})

/** `['failed', what]` or `['gave', value]`. */
function* outcome(work: Iterable<unknown>) {
  try {
    return ['gave', yield* work as Future<unknown>]
  } catch (error) {
    return ['failed', error]
  }
}

describe('an undefined that is thrown', () => {
  test('is a failure of a future, which can be asked', () => {
    runVirtual(function* main() {
      const task = createTask(failing())
      expect(task.failed()).toBe(false)
      expect(yield* outcome(task)).toEqual(['failed', undefined])
      expect([task.failed(), task.exception()]).toEqual([true, undefined])
      const future = new Future<number>()
      future.setResult(1)
      expect(future.failed()).toBe(false)
      const cancelled = new Future()
      cancelled.cancel()
      expect(cancelled.failed()).toBe(false)
      expect(String(task)).toContain('exception=undefined')
    })
  })

  test('goes through whatever waits', () => {
    runVirtual(function* main() {
      expect(yield* outcome(gather(failing(1), sleep(2)))).toEqual(['failed', undefined])
      expect(yield* outcome(gather([failing(1), sleep(2, 5)], { returnExceptions: true }))).toEqual([
        'gave',
        [undefined, 5],
      ])
      expect(yield* outcome(shield(failing(1)))).toEqual(['failed', undefined])
      expect(yield* outcome(race([failing(1), sleep(9)]))).toEqual(['failed', undefined])
      expect(yield* outcome(timeout(9, failing(1)))).toEqual(['failed', undefined])
      expect(yield* outcome(waitFor(failing(1), 9))).toEqual(['failed', undefined])
      expect(yield* outcome(waitFor(failing(), 0))).toEqual([
        'failed',
        expect.objectContaining({ name: 'TimeoutError' }),
      ])
      const [next] = asCompleted([failing(1)])
      expect(yield* outcome(next as Iterable<unknown>)).toEqual(['failed', undefined])
    })
  })

  test('ends a wait for the first exception', () => {
    runVirtual(function* main() {
      const tasks = [createTask(failing(1)), createTask(sleep(50))]
      const [done, pending] = yield* wait(tasks, { returnWhen: 'FIRST_EXCEPTION' })
      expect([done.size, pending.size, getRunningLoop().time()]).toEqual([1, 1, 1])
    })
  })

  test('of a child cancels its group, and stands in the ExceptionGroup', () => {
    runVirtual(function* main() {
      const log: unknown[] = []
      const sibling = function* () {
        try {
          yield* sleep(50)
        } finally {
          log.push('sibling ended', getRunningLoop().time())
        }
      }
      const [, error] = yield* outcome(
        taskGroup(function* (group) {
          group.createTask(failing(1))
          group.createTask(sibling())
        }),
      )
      expect(error).toMatchObject({ name: 'ExceptionGroup', errors: [undefined] })
      expect(log).toEqual(['sibling ended', 1])
      expect(String(error)).toContain('undefined')
    })
  })

  test('in the block of a group cancels its children', () => {
    runVirtual(function* main() {
      for (const group of [
        () => taskGroup(block),
        () => asyncWith(new TaskGroup(), block),
        () => asyncWith(stackWith(new TaskGroup()), block),
      ]) {
        const before = getRunningLoop().time()
        const [, error] = yield* outcome(group())
        expect(error).toMatchObject({ name: 'ExceptionGroup', errors: [undefined] })
        expect(getRunningLoop().time()).toBe(before)
      }
      function* block(group: unknown) {
        if (group instanceof TaskGroup) group.createTask(sleep(50))
        throw undefined
      }
    })
    function stackWith(group: TaskGroup) {
      const stack = new AsyncExitStack()
      return {
        *aenter() {
          return yield* stack.enterAsyncContext(group)
        },
        aexit: (error: unknown, failed?: boolean) => stack.aexit(error, failed),
      }
    }
  })

  test('is thrown at the provide of a manager', () => {
    const log: unknown[] = []
    const manager = asyncContextManager(function* manager() {
      try {
        yield* provide(1)
        log.push('no error')
      } catch (error) {
        log.push(['caught', error])
        throw error
      }
    })
    const swallowing = asyncContextManager(function* swallowing() {
      try {
        yield* provide(1)
      } catch {
        log.push('swallowed')
      }
    })
    runVirtual(function* main() {
      expect(yield* outcome(asyncWith(manager(), () => failing()))).toEqual(['failed', undefined])
      expect(yield* outcome(asyncWith(swallowing(), () => failing()))).toEqual(['gave', undefined])
    })
    expect(log).toEqual([['caught', undefined], 'swallowed'])
  })

  test('is told to each exit of a stack, swallowed and thrown anew', () => {
    runVirtual(function* main() {
      const log: unknown[] = []
      const exits = (...kinds: string[]) => {
        const stack = new AsyncExitStack()
        for (const kind of kinds) {
          stack.pushAsyncExit(function* (error: unknown, failed?: boolean) {
            log.push([kind, error, failed])
            if (kind === 'throw') throw undefined
            return kind === 'swallow'
          })
        }
        return stack
      }
      const run = (stack: AsyncExitStack, fail: boolean) =>
        outcome(
          asyncWith(stack, function* () {
            if (fail) throw undefined
          }),
        )
      expect(yield* run(exits('see'), true)).toEqual(['failed', undefined])
      expect(yield* run(exits('see', 'swallow', 'see'), true)).toEqual(['gave', undefined])
      expect(yield* run(exits('see', 'throw'), false)).toEqual(['failed', undefined])
      expect(yield* outcome(exits('see', 'throw').aclose())).toEqual(['failed', undefined])
      expect(log).toEqual([
        ['see', undefined, true],
        ['see', undefined, true],
        ['swallow', undefined, true],
        ['see', undefined, false],
        ['throw', undefined, false],
        ['see', undefined, true],
        ['throw', undefined, false],
        ['see', undefined, true],
      ])
    })
  })

  test('ends an async generator, and what goes through it', () => {
    const numbers = asyncGenerator(function* numbers() {
      try {
        yield* emit(1)
      } catch (error) {
        log.push(['thrown in', error])
      }
      yield* emit(2)
      throw undefined
    })
    const log: unknown[] = []
    runVirtual(function* main() {
      const generator = numbers()
      yield* generator.anext()
      expect(yield* generator.athrow(undefined)).toEqual({ done: false, value: 2 })
      expect(yield* outcome(generator.anext())).toEqual(['failed', undefined])
      const seen: number[] = []
      expect(
        yield* outcome(
          asyncFor(numbers(), function* (n) {
            seen.push(n)
          }),
        ),
      ).toEqual(['failed', undefined])
      expect(seen).toEqual([1, 2])
    })
    expect(log).toEqual([['thrown in', undefined]])
  })

  test('is reported where nobody asks', () => {
    const reports: unknown[] = []
    runVirtual(
      function* main() {
        createTask(failing())
        yield* sleep(1)
        const waiter = createTask(outcome(shield(failing(1))))
        yield* sleep(0)
        yield* sleep(0)
        waiter.cancel()
        yield* sleep(5)
      },
      (loop) =>
        loop.setExceptionHandler((_, context) => reports.push([context.message, 'exception' in context])),
    )
    expect(reports).toEqual([
      ['An exception in shielded future', true],
      ['Task exception was never retrieved', true],
    ])
  })

  test('is printed by the default handler', () => {
    const lines: string[] = []
    const { error } = console
    console.error = (text: string) => void lines.push(text)
    try {
      runVirtual(function* main() {
        getRunningLoop().callSoon(() => {
          throw undefined
        })
        yield* sleep(1)
      })
    } finally {
      console.error = error
    }
    expect(lines).toEqual([
      'Exception in callback <anonymous>()\nhandle: <Handle <anonymous>()>\nundefined was thrown',
    ])
  })
})
