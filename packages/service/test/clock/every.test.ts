import { CancelledError, createTask, race, sleep, wait } from '@acoro/core'
import { type EveryOptions, type EveryTick, every } from '@acoro/service'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runSleepy } from '../support/sleepy.ts'
import { describedWait, failure, now, outcome, play, reportsOf, type Steps } from '../support/virtual.ts'

/** The times at which runs begin, and how many times were missed before each; the runs take `works` ms. */
function* runs(period: number, works: number[], options?: EveryOptions): Steps<string[]> {
  const log: string[] = []
  yield* every(
    period,
    function* (tick): Steps {
      log.push(
        `${now()}${tick.missed > 0 ? ` missed ${tick.missed}` : ''}${tick.late > 0 ? ` late ${tick.late}` : ''}`,
      )
      const work = works[tick.number - 1]
      if (tick.number === works.length) tick.stop()
      yield* sleep(work ?? 0)
    },
    options,
  )
  return log
}

describe('every', () => {
  test('runs after each period, or at once if it is to be immediate', () => {
    expect(play(() => runs(100, [0, 0, 0]))).toEqual(['100', '200', '300'])
    expect(play(() => runs(100, [0, 0, 0], { immediate: true }))).toEqual(['0', '100', '200'])
  })

  test('stays on the grid for ever: nothing adds up', () => {
    const log = play(() => runs(0.1, Array(10_000).fill(0)))
    expect(Number(log.at(-1)?.split(' ')[0])).toBe(10_000 * 0.1)
  })

  test('does not overlap: a run that is slower than its period makes it skip', () => {
    expect(play(() => runs(100, [250, 0, 0]))).toEqual(['100', '400 missed 2', '500'])
  })

  test('does not skip a time at which the last run ends, or a few ms before', () => {
    expect(play(() => runs(100, [100, 203, 0]))).toEqual(['100', '200', '403 missed 1 late 3'])
  })

  test('makes up for what it missed in a burst, if asked to', () => {
    expect(play(() => runs(100, [250, 0, 0, 0], { missed: 'burst' }))).toEqual([
      '100',
      '350 late 150',
      '350 late 50',
      '400',
    ])
  })

  test('begins its grid anew when it is late, if asked to', () => {
    expect(play(() => runs(100, [250, 0, 0], { missed: 'delay' }))).toEqual(['100', '350', '450'])
  })

  test('lets runs overlap if asked to, and waits for them in the end', () => {
    const ended = play(function* (): Steps<string> {
      const log = yield* runs(100, [250, 250, 250], { overlap: true })
      return `${log} until ${now()}`
    })
    expect(ended).toBe('100,200,300 until 550')
  })

  test('tells what it has done when it is stopped', () => {
    const statistics = play(() =>
      every(
        10,
        function* (tick): Steps {
          yield* sleep(25)
          if (tick.number === 3) tick.stop()
          if (tick.number === 2) throw new Error('no')
        },
        { onError() {} },
      ),
    )
    expect(statistics).toEqual({ runs: 3, failed: 1, missed: 3 })
  })

  test('stopped from a run that overlaps, ends its wait at once', () => {
    const ended = play(() =>
      outcome(
        every(
          60_000,
          function* (tick): Steps {
            yield* sleep(10)
            tick.stop()
          },
          { overlap: true, immediate: true },
        ),
      ),
    )
    expect(ended).toBe('[object Object] at 10')
  })
})

describe('on a machine that was asleep', () => {
  const asleep = (when: number): number => (when === 3000 ? 600_000 : when === 606_000 ? 3 : 0)

  test('for ten minutes, one run is made, and then it is back on the grid', async () => {
    const log = await runSleepy(asleep, () => runs(1000, Array(6).fill(0)))
    expect(log).toEqual(['1000', '2000', '603000 missed 600', '604000', '605000', '606003 late 3'])
  })

  test('a burst makes up for every run', async () => {
    const log = await runSleepy(asleep, () => runs(100_000, Array(8).fill(0), { missed: 'burst' }))
    expect(log.length).toBe(8)
    const late = await runSleepy(
      (when) => (when === 1000 ? 2500 : 0),
      () => runs(1000, Array(5).fill(0), { missed: 'burst' }),
    )
    expect(late).toEqual(['3500 late 2500', '3500 late 1500', '3500 late 500', '4000', '5000'])
  })

  test('a delay begins anew from there', async () => {
    const log = await runSleepy(asleep, () => runs(1000, Array(4).fill(0), { missed: 'delay' }))
    expect(log).toEqual(['1000', '2000', '603000', '604000'])
  })
})

describe('an error', () => {
  const failing = function* (tick: EveryTick): Steps {
    yield* sleep(1)
    if (tick.number === 2) throw new Error('no')
    if (tick.number === 4) tick.stop()
  }

  test('ends the ticker, and is thrown where it is awaited', () => {
    expect(play(() => outcome(every(10, failing)))).toBe('Error: no at 21')
    expect(play(() => outcome(every(10, failing, { overlap: true })))).toBe('Error: no at 21')
  })

  test('goes to onError, and the ticker goes on', () => {
    const told: unknown[] = []
    const statistics = play(() =>
      every(10, failing, { onError: (error, tick) => told.push([String(error), tick.when]) }),
    )
    expect([told, statistics]).toEqual([[['Error: no', 20]], { runs: 4, failed: 1, missed: 0 }])
  })

  test('of a run that overlaps cancels the other runs', () => {
    const log: string[] = []
    const ended = play(() =>
      outcome(
        every(
          10,
          function* (tick): Steps {
            try {
              yield* sleep(tick.number === 3 ? 1 : 1000)
            } catch (error) {
              log.push(`${tick.number}: ${error}`)
              throw error
            }
            throw new Error('no')
          },
          { overlap: true },
        ),
      ),
    )
    expect([ended, log]).toEqual(['Error: no at 31', ['1: CancelledError', '2: CancelledError']])
  })

  test('in onError is reported, and the ticker goes on', () => {
    const reports = reportsOf(() =>
      every(10, failing, {
        onError: () => {
          throw new Error('bad hook')
        },
      }),
    )
    expect(reports).toEqual(['error in onError of every(): Error: bad hook'])
  })

  test('that is a cancel of something the body awaited is an error, not a cancel of the ticker', () => {
    const told: unknown[] = []
    play(() =>
      every(
        10,
        function* (tick): Steps {
          if (tick.number === 2) return tick.stop()
          const task = createTask(sleep(100))
          yield* sleep(1)
          task.cancel()
          yield* task
        },
        { onError: (error) => told.push(error) },
      ),
    )
    expect(told).toEqual([expect.any(CancelledError)])
  })

  test('of a body that returns nothing to await says so', () => {
    const error = play(() => failure<Error>(every(10, (() => 5) as never)))
    expect(error.message).toBe(
      'Expected the body of every() to return something to await, a coroutine or a future, got the number 5: write it as function*',
    )
  })
})

describe('a cancel', () => {
  test('ends it in its wait, which says what it is for', () => {
    play(function* (): Steps {
      const poll = function* (): Steps {}
      const task = createTask(every(60_000, poll))
      yield* sleep(10)
      expect(describedWait(task)).toBe('every 60000 ms: poll (next at 60000 ms)')
      task.cancel()
      expect(yield* outcome(task)).toBe('CancelledError at 10')
    })
  })

  test.each([false, true])('at any moment leaves no run under way (overlap: %s)', (overlap) => {
    const moments = injectCancelEverywhere(function* (inject): Steps {
      let under = 0
      const task = inject(
        every(
          10,
          function* (tick): Steps {
            under++
            try {
              yield* sleep(15)
            } finally {
              try {
                yield* sleep(1)
              } finally {
                under--
              }
            }
            if (tick.number === 3) tick.stop()
          },
          { overlap, onError: () => expect.unreachable('a cancel is no error') },
        ),
      )
      yield* wait([task])
      expect(under).toBe(0)
    })
    expect(moments).toBeGreaterThan(6)
  })

  test('wins against a run that ends in the same turn, and is not told to onError', () => {
    play(function* (): Steps {
      const task = createTask(
        every(10, () => sleep(5), { onError: () => expect.unreachable('a cancel is no error') }),
      )
      yield* sleep(15)
      task.cancel()
      expect(yield* failure(task)).toBeInstanceOf(CancelledError)
    })
  })
})

test('runs that overlap end in any order, and are all counted', () => {
  // The dates are asserted exactly, so no timer is late.
  explore({ runs: 200, lateness: 0 }, function* (): Steps {
    let ended = 0
    const statistics = yield* every(
      10,
      function* (tick): Steps {
        if (tick.number === 4) tick.stop()
        yield* sleep(20)
        ended++
      },
      { overlap: true },
    )
    expect([ended, statistics]).toEqual([4, { runs: 4, failed: 0, missed: 0 }])
  })
})

test('runs only at times of the grid, and counts every one of them, whatever the runs take', () => {
  const works = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), works, (period, works) => {
      const ticks: EveryTick[] = []
      const began: number[] = []
      play(() =>
        every(period, function* (tick): Steps {
          ticks.push(tick)
          began.push(now())
          if (tick.number === works.length) tick.stop()
          yield* sleep(works[tick.number - 1]!)
        }),
      )
      const grid = ticks.map(({ when }) => when / period)
      expect(grid.every(Number.isInteger)).toBe(true)
      // Each time of the grid had its run, or was counted as missed.
      let last = 0
      for (const [i, { missed, when, late }] of ticks.entries()) {
        expect(grid[i]).toBe(last + missed + 1)
        expect(began[i]).toBe(when + late)
        expect(late).toBeLessThanOrEqual(5)
        last = grid[i]!
      }
    }),
  )
})

test('two tickers keep to their own grids', () => {
  const log: string[] = []
  play(() =>
    race([
      every(20, function* (): Steps {
        log.push(`a ${now()}`)
        yield* sleep(0)
      }),
      every(30, function* (): Steps {
        log.push(`b ${now()}`)
        yield* sleep(0)
      }),
      sleep(61),
    ]),
  )
  expect(log).toEqual(['a 20', 'b 30', 'a 40', 'b 60', 'a 60'])
})

describe('every refuses by name', () => {
  const body = function* (): Steps {}
  test.each<[() => unknown, string]>([
    [() => every(0, body), 'Expected the period of every() in milliseconds, more than 0, got 0'],
    [() => every(-5, body), 'Expected the period of every() in milliseconds, 0 or more, got -5'],
    [() => every(Number.NaN, body), 'Expected the period of every() in milliseconds, a number, got NaN'],
    [() => every(Infinity, body), 'Expected the period of every() in milliseconds, finite, got Infinity'],
    [
      () => every('1s' as never, body),
      'Expected the period of every() in milliseconds, a number, got the string "1s"',
    ],
    [
      () => every(10, sleep(5) as never),
      'Expected the body of every(), a function, got a Coroutine: pass the function, without calling it',
    ],
    [
      () => every(10, body, { missed: 'none' as never }),
      "Expected the option missed of every() to be 'skip', 'burst' or 'delay', got the string \"none\"",
    ],
    [
      () => every(10, body, { overlap: 1 as never }),
      'Expected the option overlap of every() to be true or false, got the number 1',
    ],
    [
      () => every(10, body, 'skip' as never),
      'Expected the options of every() as an object, { overlap, onError, name, immediate, missed }, got the string "skip"',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })
})
