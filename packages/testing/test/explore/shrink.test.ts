import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { type Explored, explore, OrderError, replay } from '@acoro/testing'
import { describe, expect, it } from 'vitest'

function failureOf(main: Explored, options = {}): OrderError {
  try {
    explore({ page: false, ...options }, main)
  } catch (error) {
    if (error instanceof OrderError) return error
    throw error
  }
  throw new Error('nothing was found')
}

const deviations = (order: string) => (order === '' ? 0 : order.split('.').length)

describe('the simplest order', () => {
  it('of an election with two leaders takes two choices, whichever strategy found it', () => {
    // A node votes for the first that asks. One asks again after its round is over, and counts old votes.
    const election = function* election() {
      const votes: Record<string, string> = {}
      const leaders: string[] = []
      const candidate = coroutine(function* candidate(name: string) {
        let count = 0
        for (const node of ['x', 'y', 'z']) {
          const free = votes[node] === undefined
          yield* sleep(0)
          if (!free) continue
          votes[node] = name
          count++
        }
        if (count >= 2) leaders.push(name)
      })
      const first = createTask(candidate('a'))
      yield* sleep(0)
      yield* sleep(0)
      yield* gather([first, createTask(candidate('b'))])
      if (leaders.length > 1) throw new Error(`leaders ${leaders}`)
    }
    expect(() => replay('', election)).not.toThrow()
    const found = (['portfolio', 'fewest', 'random', 'pct', 'dfs'] as const).map((strategy) =>
      failureOf(election, { strategy }),
    )
    expect(new Set(found.map(({ simplest }) => simplest)).size).toBe(1)
    const [{ simplest, isLeast }] = found as [OrderError]
    expect(isLeast).toBe(true)
    expect(deviations(simplest)).toBe(2)
    expect(explore({ strategy: 'fewest', depth: 1, page: false }, election).complete).toBe(true)
  })

  it.each([10, 60])('leaves out what does not matter: %d steps of noise, in any random order', (noisy) => {
    const main = function* main() {
      const order: number[] = []
      const noise = coroutine(function* noise() {
        for (let n = 0; n < noisy / 2; n++) yield* sleep(0)
      })
      const step = coroutine(function* step(n: number) {
        yield* sleep(5)
        order.push(n)
      })
      yield* gather(noise(), noise(), ...[1, 2, 3].map((n) => step(n)))
      if (order.join('') === '321') throw new Error('reversed')
    }
    const { choices, simplest, isLeast } = failureOf(main, { strategy: 'random', runs: 2000, seed: 3 })
    expect(choices.filter((choice) => choice > 0).length).toBeGreaterThan(noisy / 4)
    expect([deviations(simplest), isLeast]).toEqual([2, true])
    expect(() => replay(simplest, main)).toThrow('reversed')
  })

  it('keeps the failure: one of another kind does not take its place', () => {
    const main = function* main() {
      let log = ''
      const step = coroutine(function* step(name: string) {
        yield* sleep(0)
        log += name
      })
      yield* gather(step('a'), step('b'), step('c'))
      if (log === 'cba') throw new RangeError('backwards')
      if (log === 'bac') throw new SyntaxError('twisted')
    }
    for (let seed = 1; seed <= 5; seed++) {
      const { cause, order } = failureOf(main, { strategy: 'random', seed })
      let first: unknown
      try {
        replay(order, main)
      } catch (error) {
        first = error
      }
      expect((cause as Error).name).toBe((first as Error).name)
    }
  })

  it('has no random numbers of its own if they do not matter', () => {
    const main = function* main() {
      Math.random()
      let last = ''
      const step = coroutine(function* step(name: string) {
        yield* sleep(0)
        last = name
      })
      yield* gather(step('a'), step('b'))
      if (last === 'a') throw new Error('a was last')
    }
    expect(failureOf(main, { strategy: 'random' }).simplest).toBe('t1/2')
  })
})
