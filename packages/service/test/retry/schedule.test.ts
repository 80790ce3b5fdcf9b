import { sleep } from '@acoro/core'
import { constant, exponential, fibonacci, linear, Schedule } from '@acoro/service'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { now, play, type Steps, seeded } from '../support/virtual.ts'

const list = (schedule: Iterable<number>, count: number): number[] => [...Schedule.from(schedule).take(count)]

describe('a schedule', () => {
  test('grows by a factor, by a step, or by the delay before, up to its cap', () => {
    expect(list(exponential(), 10)).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000])
    expect(list(exponential({ first: 5, factor: 10, max: 60 }), 4)).toEqual([5, 50, 60, 60])
    expect(list(linear({ first: 10, step: 5, max: 22 }), 4)).toEqual([10, 15, 20, 22])
    expect(list(linear(), 3)).toEqual([100, 200, 300])
    expect(list(fibonacci({ first: 10, max: 60 }), 6)).toEqual([10, 10, 20, 30, 50, 60])
    expect(list(constant(7), 3)).toEqual([7, 7, 7])
  })

  test('stays at its cap for ever: no delay becomes Infinity or NaN', () => {
    const delays = list(exponential({ factor: 1e300, max: 1e6 }), 50)
    expect(delays.slice(1)).toEqual(Array(49).fill(1e6))
  })

  test('begins anew each time: two retries share no state', () => {
    const schedule = exponential({ first: 1 })
    const first = schedule[Symbol.iterator]()
    const second = schedule[Symbol.iterator]()
    expect([first.next().value, first.next().value, second.next().value]).toEqual([1, 2, 1])
  })

  test('with `within` never has a delay past its end', () => {
    const delays = play(function* (): Steps<number[]> {
      const waited: number[] = []
      for (const delay of constant(100).within(350)) {
        yield* sleep(delay)
        waited.push(now())
      }
      return waited
    })
    expect(delays).toEqual([100, 200, 300])
  })

  test('with `resetAfter` begins anew after a time without failure', () => {
    const delays = play(function* (): Steps<number[]> {
      const asked = exponential({ first: 10 }).resetAfter(1000)[Symbol.iterator]()
      const delays: number[] = []
      for (const well of [0, 0, 1000, 1001, 0]) {
        const delay = asked.next().value as number
        delays.push(delay)
        yield* sleep(delay + well)
      }
      return delays
    })
    expect(delays).toEqual([10, 20, 40, 80, 10])
  })

  test('refuses a generator object, which a second retry would find used up', () => {
    const once = (function* () {
      yield 1
    })()
    expect(() => Schedule.from(once)).toThrow(
      'Expected the delays of a schedule to be iterable again and again, got an iterator that can be used once: ' +
        'pass new Schedule(function) with the function that makes it',
    )
  })
})

describe('jitter', () => {
  const kinds = ['full', 'equal', 'decorrelated'] as const

  test('is never above the plain delay, and still spread at the cap', () => {
    const plain = list(exponential({ first: 10, max: 1000 }), 50)
    for (const kind of kinds) {
      const delays = list(exponential({ first: 10, max: 1000 }).jittered(kind, { random: seeded() }), 50)
      expect(delays.every((delay, i) => delay >= 0 && delay <= plain[i]!)).toBe(true)
      expect(new Set(delays.slice(-20)).size, kind).toBeGreaterThan(10)
      expect(Math.max(...delays.slice(-20)), kind).toBeGreaterThan(600)
    }
  })

  test('lies around the plain schedule, whatever was drawn before', () => {
    for (const [kind, least] of [
      ['full', 0],
      ['equal', 0.5],
    ] as const) {
      const low = list(exponential({ first: 10 }).jittered(kind, { random: () => 0 }), 6)
      const high = list(exponential({ first: 10 }).jittered(kind, { random: () => 1 }), 6)
      expect(high).toEqual([10, 20, 40, 80, 160, 320])
      expect(low).toEqual(high.map((delay) => delay * least))
    }
  })

  test('that is decorrelated goes by the last delay: from the first to three times the last', () => {
    const delays = list(constant(1000).jittered('decorrelated', { random: () => 1 }), 3)
    expect(delays).toEqual([1000, 1000, 1000])
    const grown = list(
      exponential({ first: 10, factor: 100, max: 5000 }).jittered('decorrelated', { random: () => 1 }),
      5,
    )
    expect(grown).toEqual([10, 30, 90, 270, 810])
  })

  test('spreads a schedule that begins with 0', () => {
    expect(list(Schedule.from([0, 100, 100]).jittered('decorrelated', { random: () => 0.5 }), 3)[2]).toBe(100)
  })

  test('keeps to these bounds for every schedule', () => {
    const delays = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 })
    const draws = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 })
    fc.assert(
      fc.property(delays, draws, fc.constantFrom(...kinds), (plain, drawn, kind) => {
        const numbers = [...drawn]
        const jittered = [...Schedule.from(plain).jittered(kind, { random: () => numbers.shift()! })]
        expect(jittered.length).toBe(plain.length)
        expect(jittered.every((delay, i) => delay >= 0 && delay <= plain[i]!)).toBe(true)
      }),
    )
  })
})

describe('a schedule refuses by name', () => {
  test.each<[() => unknown, string]>([
    [
      () => exponential({ first: '1' as never }),
      'Expected the option first of exponential() in milliseconds, a number, got the string "1"',
    ],
    [
      () => exponential({ first: -1 }),
      'Expected the option first of exponential() in milliseconds, 0 or more, got -1',
    ],
    [
      () => exponential({ max: Infinity }),
      'Expected the option max of exponential() in milliseconds, finite, got Infinity',
    ],
    [
      () => exponential({ factor: 0.5 }),
      /^Expected the option factor of exponential\(\) to be a number from 1 to .*, got 0.5$/ as never,
    ],
    [
      () => exponential(100 as never),
      'Expected the options of exponential() as an object, { first, factor, max }, got the number 100',
    ],
    [
      () => linear({ step: Number.NaN }),
      'Expected the option step of linear() in milliseconds, a number, got NaN',
    ],
    [
      () => fibonacci({ first: null as never }),
      'Expected the option first of fibonacci() in milliseconds, a number, got null',
    ],
    [
      () => constant(undefined as never),
      'Expected the delay of constant() in milliseconds, a number, got undefined',
    ],
    [
      () => constant(1).take(-1),
      'Expected the number of delays to take to be a whole number of at least 0, or Infinity, got -1',
    ],
    [
      () => constant(1).within('1' as never),
      'Expected the time of a schedule in milliseconds, a number, got the string "1"',
    ],
    [
      () => constant(1).jittered('some' as never),
      "Expected the kind of jitter to be 'full', 'equal' or 'decorrelated', got the string \"some\"",
    ],
    [
      () => constant(1).jittered('full', { random: 0.5 as never }),
      'Expected the option random of jittered() to be a function, got the number 0.5',
    ],
    [
      () => [...constant(1).jittered('full', { random: () => 7 })],
      'Expected random to return a number from 0 to 1, got 7',
    ],
    [
      () => [...constant(1).jittered('full', { random: (() => {}) as never })],
      'Expected random to return a number from 0 to 1, got undefined',
    ],
    [
      () => Schedule.from({} as never),
      'Expected the delays of a schedule as a number of milliseconds, a list or a schedule, got an object',
    ],
    [
      () => new Schedule([1] as never),
      'Expected what begins an iteration of a Schedule, a function, got an array of 1: pass the function, without calling it',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })
})
