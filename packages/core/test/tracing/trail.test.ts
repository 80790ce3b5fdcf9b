import {
  type Awaitable,
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
import { Arrival, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { describe, expect, test, vi } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { namesIn } from '../support/stacks.ts'
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

async function withLimit(lines: number, body: () => Promise<void>): Promise<void> {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = lines
  try {
    await body()
  } finally {
    Error.stackTraceLimit = before
  }
}

describe('an error that crosses frames', () => {
  test('lists the coroutines and plain generators that waited for it', async () => {
    await run(function* main() {
      try {
        yield* outer()
      } catch (error) {
        expect(namesIn(error)).toEqual(['failing', 'async plain', 'async outer', 'async main'])
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
        expect(namesIn(error)).toEqual([
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
        expect(namesIn(error).slice(-2)).toEqual(["task 'gathered'", 'async main'])
      }
      try {
        yield* taskGroup(function* body(group) {
          group.createTask(outer(), { name: 'grouped' })
        })
      } catch (error) {
        expect(namesIn((error as ExceptionGroup).errors[0]).at(-1)).toBe("task 'grouped'")
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
            expect(namesIn(error).filter((name) => name.startsWith('async'))).toHaveLength(expected)
          }
        })
      }
    } finally {
      Error.stackTraceLimit = limit
    }
  })

  test('says how many lines the limit has cut off, also after it has gone through a task', async () => {
    function* level(n: number): Generator<Future<unknown> | undefined, void, unknown> {
      if (n > 0) yield* level(n - 1)
      else yield* failing()
    }
    await withLimit(10, async () => {
      await run(function* main() {
        const task = createTask(level(11), { name: 'worker' })
        try {
          yield* task
        } catch (error) {
          const lines = namesIn(error)
          expect(lines).toHaveLength(12)
          expect(lines[10]).toContain('async level')
          // Two levels, the task and main.
          expect((error as Error).stack?.split('\n').at(-1)).toBe(
            '    … 4 more (Error.stackTraceLimit is 10)',
          )
        }
      })
    })
  })

  onlyOn('stackTraceLimit', 'nothing else cuts lines off')(
    'says where the engine has cut its own lines off',
    async () => {
      const sync = coroutine(function* level(
        n: number,
      ): Generator<Future<unknown> | undefined, void, unknown> {
        if (n === 0) throw new Error('deep')
        if (n === 8) yield* sleep(1)
        yield* sync(n - 1)
      })
      await withLimit(10, async () => {
        await run(function* main() {
          try {
            yield* sync(9)
          } catch (error) {
            const lines = namesIn(error)
            const cut = lines.indexOf('    … and more')
            expect(lines.slice(0, cut)).toEqual(Array(cut).fill('level'))
            expect(lines.slice(cut + 1)).toEqual(['async level', 'async main'])
          }
        })
      })
    },
  )

  test('lists the coroutine that waited for something from outside, or in line', async () => {
    const waits: [string, () => Awaitable<unknown>][] = []
    const arrival = new Arrival<void>({ what: 'a message', isTransient: () => true })
    const queue = new WaitQueue()
    const turn = new WaitQueue()
    class Taking extends Turn<void, void> {
      start() {
        return this.wait(turn.park())
      }
      protected taken(): IteratorResult<never, void> {
        return { done: true, value: undefined }
      }
    }
    waits.push(
      ['an arrival', () => arrival.wait({ name: 'receive' })],
      ['a place in line', () => queue.park()],
      ['a turn', () => new Taking({ name: 'take' })],
    )
    const found: unknown[] = []
    await run(function* main() {
      const waiting = coroutine(function* waiting(wait: () => Awaitable<unknown>) {
        yield* wait()
      })
      for (const [what, wait] of waits) {
        const task = createTask(waiting(wait), { name: what })
        yield* sleep(1)
        const error = new Error('from outside')
        error.stack = 'Error: from outside'
        if (what === 'an arrival') arrival.reject(error)
        queue.abort(error)
        turn.abort(error)
        try {
          yield* task
        } catch (caught) {
          found.push(namesIn(caught))
        }
      }
    })
    expect(found).toEqual(waits.map(([what]) => ['async waiting', `task '${what}'`, 'async main']))
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
      const { proxy, revoke } = Proxy.revocable(new Error('gone'), {})
      revoke()
      const hostile = Object.defineProperty(new Error('hostile'), 'stack', {
        get() {
          throw new Error('in the getter')
        },
      })
      const bare = Object.create(null)
      for (const error of [frozen, odd, 'a string', null, undefined, proxy, hostile, bare]) {
        const throwing = coroutine(function* throwing() {
          yield* sleep(0)
          throw error
        })
        try {
          yield* throwing()
          expect.unreachable()
        } catch (caught) {
          expect(caught === error).toBe(true)
        }
        // And when it goes through a task, a gather and a future.
        const caught = yield* gather([throwing()], { returnExceptions: true })
        expect(caught[0] === error).toBe(true)
        const task = createTask(throwing())
        try {
          yield* task
          expect.unreachable()
        } catch (caught) {
          expect(caught === error).toBe(true)
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
            if (namesIn(error).includes('async main')) complete++
          }
        }
        clock.mockReturnValue(1e9 + 350)
        for (let i = 0; i < 20; i++) {
          try {
            yield* outer()
          } catch (error) {
            if (namesIn(error).includes('async main')) complete++
          }
        }
      })
    } finally {
      clock.mockRestore()
    }
    expect(complete).toBe(107)
  })
})
