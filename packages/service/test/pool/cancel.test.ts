// A cancel at every moment, every order of tasks, and random programs against the promises of a pool.

import { createTask, gather, sleep, wait } from '@acoro/core'
import { Pool, type PoolOptions } from '@acoro/service'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcome, reportsOf, type Steps } from '../support/virtual.ts'

/** A pool that knows which of its resources are open, and whether one is lent twice. */
class Watched {
  readonly open = new Set<number>()
  readonly lent = new Set<number>()
  most = 0
  made = 0
  readonly pool: Pool<number>

  constructor(options: Partial<PoolOptions<number>>, fails: (n: number) => boolean = () => false) {
    const { open } = this
    const make = (): number => {
      const n = ++this.made
      if (fails(n)) throw new Error('refused')
      open.add(n)
      this.most = Math.max(this.most, open.size)
      return n
    }
    this.pool = new Pool<number>({
      *create(): Steps<number> {
        yield* sleep(2)
        return make()
      },
      *destroy(n): Steps {
        yield* sleep(2)
        open.delete(n)
      },
      max: 2,
      ...options,
    })
  }

  *visit(ms: number, discards = false): Steps {
    using lease = yield* this.pool.acquire()
    const n = lease.value
    expect(this.lent.has(n), 'lent twice').toBe(false)
    expect(this.open.has(n), 'lent though it was destroyed').toBe(true)
    this.lent.add(n)
    try {
      yield* sleep(ms)
    } finally {
      this.lent.delete(n)
      if (discards) lease.discard()
    }
  }
}

const kinds: [string, Partial<PoolOptions<number>>][] = [
  ['of one', { max: 1 }],
  ['with a check that waits', { max: 1, check: () => sleep(1, true) }],
  ['with a check that says no', { max: 1, check: () => sleep(1, false) }],
  ['with a minimum', { max: 2, min: 1 }],
]

describe('cancelled at any moment', () => {
  test.each(kinds)('acquire of a pool %s loses nothing', (_name, options) => {
    const moments = injectCancelEverywhere(function* (inject): Steps {
      const watched = new Watched(options)
      yield* watched.visit(1)
      const others = [createTask(watched.visit(3)), createTask(watched.visit(3))]
      const victim = inject(watched.visit(3))
      const last = createTask(watched.visit(3))
      yield* wait([...others, victim, last])
      for (const task of [...others, last]) task.result()
      yield* sleep(10)
      const { lent, waiting, creating, checking, destroying } = watched.pool.statistics()
      expect({ lent, waiting, creating, checking, destroying }).toEqual({
        ...{ lent: 0, waiting: 0, creating: 0, checking: 0, destroying: 0 },
      })
      yield* watched.pool.close()
      expect([watched.open.size, watched.most <= watched.pool.max]).toEqual([0, true])
    })
    expect(moments).toBeGreaterThan(4)
  })

  test('use loses nothing', () => {
    injectCancelEverywhere(function* (inject): Steps {
      const watched = new Watched({ max: 1, check: (n) => n % 2 === 0 })
      const tasks = [
        inject(watched.pool.use(() => sleep(5))),
        createTask(watched.pool.use(() => sleep(5, 'other'))),
      ]
      yield* wait(tasks)
      expect(tasks[1]!.result()).toBe('other')
      yield* watched.pool.close()
      expect(watched.open.size).toBe(0)
    })
  })

  test('close ends all the same', () => {
    injectCancelEverywhere(function* (inject): Steps {
      const watched = new Watched({ max: 3, min: 1 })
      const tasks = [createTask(watched.visit(5)), createTask(outcome(watched.visit(1000)))]
      yield* sleep(3)
      const closing = inject(watched.pool.close({ grace: 20 }))
      yield* wait([closing])
      // A task that was cancelled before its first step has closed nothing.
      if (!watched.pool.closed) yield* watched.pool.close({ grace: 20 })
      yield* sleep(100)
      expect([watched.open.size, watched.pool.statistics().size]).toEqual([0, 0])
      for (const task of tasks) task.cancel()
      yield* wait(tasks)
    })
  })
})

test('in every order of tasks each resource is lent to one task at a time', () => {
  explore({ runs: 300 }, function* (): Steps {
    const watched = new Watched({ max: 2, check: () => sleep(0, true) })
    yield* gather([1, 2, 3, 4].map((n) => watched.visit(n % 2, n === 2)))
    yield* watched.pool.close()
    expect([watched.open.size, watched.most <= 2]).toEqual([0, true])
  })
})

test('random visits, cancels, failures and discards leak nothing and are served in order', () => {
  const visit = fc.record({
    at: fc.integer({ min: 0, max: 20 }),
    ms: fc.integer({ min: 0, max: 10 }),
    cancelledAfter: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
    discards: fc.boolean(),
  })
  const options = fc.record({
    max: fc.integer({ min: 1, max: 3 }),
    idleTimeout: fc.constantFrom(3, 30_000),
    maxLifetime: fc.constantFrom(7, Infinity),
    check: fc.constantFrom(
      undefined,
      () => true,
      () => sleep(1, true),
      (n: number) => sleep(1, n % 3 !== 0),
    ),
  })
  fc.assert(
    fc.property(
      fc.array(visit, { maxLength: 12 }),
      options,
      fc.nat({ max: 5 }),
      (visits, options, failing) => {
        const reported = reportsOf(function* (): Steps {
          const watched = new Watched(options, (n) => n === failing)
          const begun: number[] = []
          const tasks = visits
            .toSorted((a, b) => a.at - b.at)
            .map(({ at, ms, cancelledAfter, discards }) =>
              createTask(
                (function* (): Steps {
                  yield* sleep(at)
                  const task = createTask(watched.visit(ms, discards))
                  if (cancelledAfter !== undefined) {
                    yield* sleep(cancelledAfter)
                    task.cancel()
                  }
                  yield* outcome(task)
                  begun.push(at)
                })(),
              ),
            )
          yield* wait(tasks.length > 0 ? tasks : [createTask(sleep(0))])
          for (const task of tasks) task.result()
          expect(watched.lent.size).toBe(0)
          yield* watched.pool.close()
          expect(watched.open.size).toBe(0)
          expect(watched.most).toBeLessThanOrEqual(watched.pool.max)
          expect(watched.pool.statistics().size).toBe(0)
        })
        // The one that failed when no task waited for it any more.
        expect(reported.filter((line) => !line.endsWith('Error: refused'))).toEqual([])
      },
    ),
    { numRuns: 300 },
  )
})
