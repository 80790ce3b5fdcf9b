import { asyncFor, getRunningLoop, run } from '@acoro/core'
import { ThreadPoolExecutor } from '@acoro/executors'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { jobs, makeCells, open } from '../support.ts'

// Workers take a while to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

let pool: ThreadPoolExecutor

beforeAll(() => {
  pool = new ThreadPoolExecutor({ maxWorkers: 2, idleTimeout: Infinity, gracePeriod: 0 })
})

afterAll(() => pool[Symbol.asyncDispose]())

/** Counts how many items were taken. */
function* counting<T>(items: T[], taken: { count: number }): Generator<T, void, void> {
  for (const item of items) {
    taken.count++
    yield item
  }
}

describe('pool.map', () => {
  it('awaited gives all results in the order of the items', async () => {
    const results = await run(function* main() {
      return yield* pool.map(jobs.sameNumber, [3, 1, 2])
    })
    expect(results).toEqual([3, 1, 2])
  })

  it('takes any iterable, an empty one, too', async () => {
    const results = await run(function* main() {
      return [
        yield* pool.map(jobs.sameText, new Set(['a', 'b'])),
        yield* pool.map(jobs.sameText, []),
        yield* pool.map(jobs.sameText, [], { ordered: false }),
      ]
    })
    expect(results).toEqual([['a', 'b'], [], []])
  })

  it('takes an item only when there is room for its job', async () => {
    const taken = { count: 0 }
    const counts: number[] = []
    await run(function* main() {
      yield* asyncFor(pool.map(jobs.sameNumber, counting([1, 2, 3, 4], taken), { limit: 2 }), function* () {
        counts.push(taken.count)
      })
    })
    expect(counts).toEqual([2, 3, 4, 4])
  })

  it('gives results as they come where order does not matter', async () => {
    const cells = makeCells()
    const seen: string[] = []
    await run(function* main() {
      const loop = getRunningLoop()
      const slow = loop.runInExecutor(pool, jobs.waitAtGate, cells, 'slow')
      // One worker is taken, so the other one has all of these.
      yield* asyncFor(pool.map(jobs.sameText, ['a', 'b', 'c'], { ordered: false }), function* (result) {
        seen.push(result)
      })
      open(cells)
      seen.push(yield* slow)
    })
    expect(seen).toEqual(['a', 'b', 'c', 'slow'])
  })

  it.each([true, false])(
    'ends with the first error and cancels what is left (ordered: %s)',
    async (ordered) => {
      const taken = { count: 0 }
      const failing = run(function* main() {
        yield* pool.map(jobs.throwValue, counting([new RangeError('first'), 2, 3, 4], taken), {
          limit: 1,
          ordered,
        })
      })
      await expect(failing).rejects.toThrow(new RangeError('first'))
      expect(taken.count).toBe(1)
      expect(pool.statistics()).toMatchObject({ running: 0, queued: 0 })
    },
  )

  it.each([true, false])(
    'cancels what is left where the consumer ends early (ordered: %s)',
    async (ordered) => {
      const cells = makeCells()
      const statistics = await run(function* main() {
        const results = pool.map(jobs.sameNumber, [1, 2, 3, 4], { limit: 4, ordered })
        yield* asyncFor(results, function* () {
          return false
        })
        yield* getRunningLoop().runInExecutor(pool, jobs.note, cells, 1)
        return pool.statistics()
      })
      expect(statistics.queued).toBe(0)
    },
  )

  it.each([true, false])('reports no error but the first (ordered: %s)', async (ordered) => {
    const reported: unknown[] = []
    const failing = run(function* main() {
      getRunningLoop().setExceptionHandler((_, context) => reported.push(context.exception))
      const errors = [new RangeError('first'), new RangeError('second'), new RangeError('third')]
      const results = pool.map(jobs.throwValue, errors, { limit: 3, ordered })
      try {
        yield* results
      } finally {
        yield* getRunningLoop().runInExecutor(pool, jobs.nothing)
        yield* getRunningLoop().runInExecutor(pool, jobs.nothing)
      }
    })
    await expect(failing).rejects.toBeInstanceOf(RangeError)
    expect(reported).toEqual([])
  })

  it('takes undefined for an error as for any other', async () => {
    for (const ordered of [true, false]) {
      const thrown = await run(function* main() {
        yield* pool.map(jobs.throwValue, [undefined, undefined], { ordered })
      }).then(
        () => 'no error',
        (error) => [error],
      )
      expect(thrown).toEqual([undefined])
    }
  })

  it('refuses a limit below one and what cannot be gone through', () => {
    expect(() => pool.map(jobs.echo, [], { limit: 0 })).toThrow(
      new RangeError(
        'Expected the option limit of map() to be a whole number of 1 or more, got the number 0',
      ),
    )
    expect(() => pool.map(jobs.echo, [], { ordered: 'no' as never })).toThrow(
      new TypeError('Expected the option ordered of map() to be true or false, got the string "no"'),
    )
    expect(() => pool.map(jobs.echo, [], 4 as never)).toThrow(
      new TypeError('Expected the options of map() as an object, { limit, ordered }, got the number 4'),
    )
    expect(() => pool.map(jobs.echo, 7 as never)).toThrow(
      new TypeError('Expected items to go through, an iterable, got the number 7'),
    )
  })
})
