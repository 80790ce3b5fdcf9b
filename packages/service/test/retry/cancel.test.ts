// A cancel at every moment, and every order of tasks.

import { createTask, gather, sleep, wait } from '@acoro/core'
import { constant, RetryBudget, retry } from '@acoro/service'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { now, outcome, play, type Steps } from '../support/virtual.ts'

test('cancelled at any moment, retry leaves nothing under way and loses no token', () => {
  const moments = injectCancelEverywhere(function* (inject): Steps {
    const budget = new RetryBudget({ maxTokens: 2 })
    let [under, began, ended] = [0, 0, 0]
    const body = function* (): Steps<string> {
      under++
      began++
      try {
        yield* sleep(5)
        if (began < 3) throw new Error('not yet')
        return 'done'
      } finally {
        under--
      }
    }
    const task = inject(retry(body, { delay: 10, timeout: 50, maxElapsed: 100, budget }))
    const other = createTask(retry(() => sleep(30, 'other'), { budget }))
    yield* wait([task, other])
    expect([under, other.result()]).toEqual([0, 'other'])
    ended = began
    yield* sleep(1000)
    expect(began).toBe(ended)
    // Each retry that began took a token, and no other did; a success gives 0.1 back.
    const retries = Math.max(0, began - 1)
    expect(budget.tokens).toBeLessThanOrEqual(2)
    expect(budget.tokens).toBeGreaterThanOrEqual(2 - retries)
  })
  expect(moments).toBeGreaterThan(5)
})

test('retries that share a schedule and a budget do not disturb each other in any order', () => {
  // The times are asserted exactly, so no timer is late.
  explore({ runs: 300, lateness: 0 }, function* (): Steps {
    const budget = new RetryBudget({ maxTokens: 4 })
    const delay = constant(10).take(3)
    const ends = yield* gather(
      [1, 2].map((failures) => outcome(retry(failing(failures), { delay, budget, attempts: 9 }))),
    )
    expect(ends).toEqual([`1 failures at ${11 + 1}`, `2 failures at ${22 + 1}`])
    expect(budget.tokens).toBeCloseTo(1.2)
  })
})

function failing(failures: number): () => Steps<string> {
  let left = failures
  return function* (): Steps<string> {
    yield* sleep(1)
    if (left-- > 0) throw new Error('not yet')
    return `${failures} failures`
  }
}

test('does what the model says, for every list of delays and every run of failures', () => {
  const times = fc.integer({ min: 0, max: 100 })
  const program = fc.record({
    delays: fc.array(times, { maxLength: 6 }),
    works: fc.array(fc.record({ ms: times, fails: fc.boolean() }), { minLength: 7, maxLength: 7 }),
    attempts: fc.integer({ min: 1, max: 8 }),
    maxElapsed: fc.option(fc.integer({ min: 1, max: 300 }), { nil: Infinity }),
  })
  fc.assert(
    fc.property(program, ({ delays, works, attempts, maxElapsed }) => {
      const starts: number[] = []
      const end = play(() =>
        outcome(
          retry(
            function* (attempt): Steps<string> {
              starts.push(now())
              const { ms, fails } = works[attempt.number - 1]!
              yield* sleep(ms)
              if (fails) throw new Error('no')
              return 'yes'
            },
            { delay: delays, attempts, maxElapsed },
          ),
        ),
      )
      expect({ starts, end: end.replace(/^.* at /, end.startsWith('yes') ? 'yes at ' : 'no at ') }).toEqual(
        model(delays, works, attempts, maxElapsed),
      )
    }),
    { numRuns: 300 },
  )
})

function model(
  delays: number[],
  works: { ms: number; fails: boolean }[],
  attempts: number,
  maxElapsed: number,
): { starts: number[]; end: string } {
  const starts: number[] = []
  let time = 0
  for (let n = 0; ; n++) {
    starts.push(time)
    const { ms, fails } = works[n]!
    const cut = time + ms > maxElapsed
    time = cut ? maxElapsed : time + ms
    if (!cut && !fails) return { starts, end: `yes at ${time}` }
    const delay = delays[n]
    if (n + 1 >= attempts || delay === undefined || time + delay >= maxElapsed)
      return { starts, end: `no at ${time}` }
    time += delay
  }
}
