import { coroutine, gather, getRunningLoop, sleep } from '@acoro/core'
import { explore, OrderError, replay } from '@acoro/testing'
import { describe, expect, it } from 'vitest'

const racing = (tasks: number, steps = 1) =>
  function* main() {
    let order = ''
    const step = coroutine(function* step(n: number) {
      for (let left = steps; left > 0; left--) yield* sleep(0)
      order += n
    })
    yield* gather(Array.from({ length: tasks }, (_, n) => step(n)))
    return order
  }

describe('an order as a string', () => {
  it('names the choices that differ, each with what it was about and among how many', () => {
    expect(replay('', racing(3))).toBe('012')
    expect(replay('3t2/3', racing(3))).toBe('201')
    expect(replay('3t2/3.t1/2', racing(3))).toBe('210')
  })

  it('may be a plain list of choices, which fits every program', () => {
    expect(replay('0.0.0.2', racing(3))).toBe('201')
    expect(replay('9.9.9', racing(2))).toBe('01')
    expect(replay('0.0.0.2.1.1.1.1.1.1', racing(3))).toBe('210')
  })

  it('holds the seed of the random numbers', () => {
    const main = function* () {
      return Math.random()
    }
    expect(replay('r7', main)).not.toBe(replay('', main))
    expect(replay('r7', main)).toBe(replay(7, main))
  })

  it.each([
    [
      '3t2/3',
      racing(4),
      "The order '3t2/3' does not fit the program any more: choice 4 was among 3 tasks, and is among 4 tasks now.",
    ],
    [
      '1w1/2',
      racing(3),
      "The order '1w1/2' does not fit the program any more: choice 2 was among 2 timers, and is among 3 tasks now.",
    ],
    [
      '40t1/2',
      racing(3),
      "The order '40t1/2' does not fit the program any more: choice 41 was among 2 tasks, and the program ended after 5.",
    ],
    [
      'f1/2',
      racing(2),
      "The order 'f1/2' does not fit the program any more: choice 1 was among 2 ways to pass a fault(), and is among 2 tasks now.",
    ],
  ])('%s is refused by name if the program has changed', (order, main, message) => {
    expect(() => replay(order, main)).toThrow(
      `${message} The program, the options or a version have changed since explore() reported it: explore again`,
    )
  })

  it('is refused if it fits no more, even if the program fails otherwise', () => {
    const main = function* () {
      throw new Error('something else')
    }
    expect(() => replay('t1/2', main)).toThrow(/^The order 't1\/2' does not fit the program any more/)
  })

  it.each(['t', 't1', 't0/2', 't3/3', '1y1/2', 'r.t1/2', 't1/2.', '-1', ' '])('%o is none', (order) => {
    expect(() => replay(order, racing(2))).toThrow(
      `Expected an order as explore() reports it, a string, or the seed of a random one, got the string "${order}"`,
    )
  })

  it('is short: a race among hundreds of choices takes one', () => {
    const main = function* () {
      let ready = false
      const idle = coroutine(function* idle() {
        for (let n = 0; n < 50; n++) yield* sleep(1)
      })
      const reader = coroutine(function* reader() {
        yield* sleep(40)
        if (!ready) throw new Error('not ready')
      })
      const writer = coroutine(function* writer() {
        yield* sleep(39)
        ready = true
      })
      yield* gather(idle(), idle(), idle(), writer(), reader())
      return getRunningLoop().time()
    }
    let found: unknown
    try {
      explore({ runs: 5000 }, main)
    } catch (error) {
      found = error
    }
    expect(found).toBeInstanceOf(OrderError)
    const { simplest } = found as OrderError
    expect(simplest).toMatch(/^\d*[tw]\d+\/\d+$/)
    expect(() => replay(simplest, main)).toThrow('not ready')
  })
})
