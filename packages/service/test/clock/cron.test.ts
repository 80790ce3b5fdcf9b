import { createTask, gather, getRunningLoop, sleep, wait } from '@acoro/core'
import { type CronOptions, cron, type TickerStatistics } from '@acoro/service'
import { explore, injectCancelEverywhere, VirtualLoop } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, failure, outcome, play, type Steps } from '../support/virtual.ts'

const UTC = { timeZone: 'UTC' }

/** The dates at which the first runs begin, as they are on the clock. */
function dates(
  pattern: string,
  from: string,
  count: number,
  options: CronOptions,
  works: number[] = [],
): string[] {
  return play(
    function* (): Steps<string[]> {
      const log: string[] = []
      yield* cron(
        pattern,
        function* (tick): Steps {
          log.push(new Date(getRunningLoop().wallTime()).toISOString())
          if (tick.number === count) tick.stop()
          yield* sleep(works[tick.number - 1] ?? 0)
        },
        options,
      )
      return log
    },
    { epoch: new Date(from) },
  )
}

describe('cron', () => {
  test('runs at the times of its pattern', () => {
    expect(dates('*/5 * * * *', '2026-01-01T00:01:00Z', 3, UTC)).toEqual([
      '2026-01-01T00:05:00.000Z',
      '2026-01-01T00:10:00.000Z',
      '2026-01-01T00:15:00.000Z',
    ])
    expect(dates('0 9 * * MON-FRI', '2026-01-02T10:00:00Z', 2, { timeZone: 'America/New_York' })).toEqual([
      '2026-01-02T14:00:00.000Z',
      '2026-01-05T14:00:00.000Z',
    ])
  })

  test('knows seconds and years', () => {
    expect(dates('*/20 * * * * *', '2026-01-01T00:00:00Z', 3, UTC).map((date) => date.slice(17, 19))).toEqual(
      ['20', '40', '00'],
    )
    expect(dates('0 0 0 1 1 * 2028', '2026-01-01T00:00:00Z', 1, UTC)).toEqual(['2028-01-01T00:00:00.000Z'])
  })

  test('ends by itself after the last date of its pattern', () => {
    const ended = play(() => cron('0 0 0 1 1 * 2028', function* (): Steps {}, UTC), {
      epoch: Date.UTC(2026, 0, 1),
    })
    expect(ended).toEqual({ runs: 1, failed: 0, missed: 0 })
  })

  test('awaits its body: times that pass meanwhile are skipped, and counted', () => {
    const minutes = 60_000
    expect(dates('* * * * *', '2026-01-01T00:00:00Z', 2, UTC, [2.5 * minutes])).toEqual([
      '2026-01-01T00:01:00.000Z',
      '2026-01-01T00:04:00.000Z',
    ])
    expect(dates('* * * * *', '2026-01-01T00:00:00Z', 2, { ...UTC, overlap: true }, [2.5 * minutes])).toEqual(
      ['2026-01-01T00:01:00.000Z', '2026-01-01T00:02:00.000Z'],
    )
    const statistics = play(() =>
      cron(
        '* * * * *',
        function* (tick): Steps {
          yield* sleep(2.5 * minutes)
          if (tick.number === 2) tick.stop()
        },
        UTC,
      ),
    )
    expect(statistics).toEqual({ runs: 2, failed: 0, missed: 2 })
  })

  test('does not run at the moment it starts, but at the next time', () => {
    expect(dates('0 12 * * *', '2026-01-01T12:00:00Z', 1, UTC)).toEqual(['2026-01-02T12:00:00.000Z'])
  })
})

describe('when clocks change', () => {
  const berlin = { timeZone: 'Europe/Berlin' }

  test('02:30 on the night without it runs once, at the end of the gap', () => {
    expect(dates('30 2 * * *', '2026-03-28T12:00:00Z', 2, berlin)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ])
  })

  test('a pattern of intervals runs in both hours of the night that has one twice', () => {
    const quarters = dates('*/15 * * * *', '2026-10-25T00:00:00Z', 8, berlin)
    expect(quarters.map((date) => date.slice(11, 16))).toEqual([
      ...['00:15', '00:30', '00:45', '01:00', '01:15', '01:30', '01:45', '02:00'],
    ])
    const seconds = dates('*/15 * * * * *', '2026-10-25T00:59:30Z', 4, berlin)
    expect(seconds.map((date) => date.slice(11, 19))).toEqual([
      '00:59:45',
      '01:00:00',
      '01:00:15',
      '01:00:30',
    ])
  })

  test('a fixed time that comes twice runs once', () => {
    expect(dates('30 2 * * *', '2026-10-24T12:00:00Z', 2, berlin)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
  })

  test('a day without midnight has its job at 01:00', () => {
    expect(dates('0 0 * * *', '2026-09-05T12:00:00Z', 2, { timeZone: 'America/Santiago' })).toEqual([
      '2026-09-06T04:00:00.000Z',
      '2026-09-07T03:00:00.000Z',
    ])
  })
})

test('a timer that is a few seconds late after weeks is late, and its run is made', () => {
  const log: string[] = []
  play(
    function* (): Steps {
      const loop = getRunningLoop() as VirtualLoop
      const task = createTask(
        cron(
          '0 0 1 * *',
          function* (tick): Steps {
            log.push(`${tick.date.toISOString()} late ${tick.late}`)
            tick.stop()
          },
          UTC,
        ),
      )
      yield* sleep(30 * 86_400_000)
      // The clock of the machine was slow by some seconds, and is set in the last minute.
      yield* sleep(86_400_000 - 1000)
      loop.setWallTime(Date.UTC(2026, 1, 1, 0, 0, 4))
      yield* task
    },
    { epoch: Date.UTC(2026, 0, 1) },
  )
  expect(log).toEqual(['2026-02-01T00:00:00.000Z late 5000'])
})

describe('when the date is set', () => {
  function* setting(change: (loop: VirtualLoop) => void): Steps<string[]> {
    const loop = getRunningLoop() as VirtualLoop
    const log: string[] = []
    const task = createTask(
      cron(
        '0 * * * *',
        function* (tick): Steps {
          log.push(`${tick.date.toISOString().slice(11, 16)} late ${Math.round(tick.late / 60_000)}`)
          if (tick.number === 2) tick.stop()
        },
        UTC,
      ),
    )
    yield* sleep(90 * 60_000)
    change(loop)
    yield* task
    return log
  }

  test('back, no run is repeated: it goes on after the last one', () => {
    const log = play(() => setting((loop) => loop.setWallTime(0)))
    expect(log).toEqual(['01:00 late 0', '02:00 late 0'])
  })

  test('forward, the run is late, but it runs, and once', () => {
    const log = play(() => setting((loop) => loop.setWallTime(5.5 * 3_600_000)))
    expect(log).toEqual(['01:00 late 0', '02:00 late 210'])
  })
})

describe('cron', () => {
  test('says in reports what it waits for, and ends at once if it is cancelled', () => {
    play(function* (): Steps {
      const report = function* (): Steps {}
      const task = createTask(cron('0 12 * * *', report, UTC))
      yield* sleep(10)
      expect(describedWait(task)).toBe('cron 0 12 * * *: report (next at 1970-01-01T12:00:00.000Z)')
      task.cancel()
      expect(yield* outcome(task)).toBe('CancelledError at 10')
    })
  })

  test.each([false, true])('cancelled at any moment, leaves no run under way (overlap: %s)', (overlap) => {
    const moments = injectCancelEverywhere(function* (inject): Steps {
      let under = 0
      const task = inject(
        cron(
          '* * * * * *',
          function* (tick): Steps {
            under++
            try {
              yield* sleep(1500)
            } finally {
              try {
                yield* sleep(1)
              } finally {
                under--
              }
            }
            if (tick.number === 2) tick.stop()
          },
          { ...UTC, overlap },
        ),
      )
      yield* wait([task])
      expect(under).toBe(0)
    })
    expect(moments).toBeGreaterThan(5)
  })

  test('in every order of tasks and timers, a run is made for each second, and stop() ends both', () => {
    explore({ runs: 60 }, function* (): Steps {
      const ran: number[][] = [[], []]
      yield* gather(
        ran.map((dates) =>
          cron(
            '* * * * * *',
            function* (tick): Steps {
              dates.push(Math.floor(getRunningLoop().wallTime() / 1000))
              if (tick.number === 3) tick.stop()
              yield* sleep(300)
            },
            UTC,
          ),
        ),
      )
      for (const dates of ran) {
        expect(dates.map((date) => date - dates[0]!)).toEqual([0, 1, 2])
      }
    })
  })

  test('an error ends it', () => {
    const error = play(() =>
      failure(
        cron(
          '* * * * * *',
          function* (): Steps {
            yield* sleep(1)
            throw new Error('no')
          },
          UTC,
        ),
      ),
    )
    expect(String(error)).toBe('Error: no')
  })
})

describe('cron refuses at the call, by name', () => {
  const body = function* (): Steps {}
  test.each<[() => unknown, string]>([
    [
      () => cron('61 * * * *', body),
      "Expected a cron pattern, got '61 * * * *': Invalid value for minute: 61",
    ],
    [
      () => cron('often', body),
      "Expected a cron pattern, got 'often': invalid configuration format ('often'), exactly five, six, or seven space separated parts are required.",
    ],
    [() => cron('', body), "Expected a cron pattern, got '': "],
    [
      () => cron(5 as never, body),
      "Expected a cron pattern, a string such as '*/5 * * * *', got the number 5",
    ],
    [
      () => cron('0 0 30 2 *', body),
      "Expected a cron pattern with a date that comes, got '0 0 30 2 *': it never does",
    ],
    [
      () => cron('0 0 0 1 1 * 2020', body),
      "Expected a cron pattern with a date that comes, got '0 0 0 1 1 * 2020': it never does",
    ],
    [
      () => cron('* * * * *', body, { timeZone: 'Mars/Base' }),
      "Expected the option timeZone of cron() to be a time zone such as 'Europe/Berlin', got 'Mars/Base'",
    ],
    [
      () => cron('* * * * *', body, { timeZone: 1 as never }),
      'Expected the option timeZone of cron() to be a string, got the number 1',
    ],
    [
      () => cron('* * * * *', 'work' as never),
      'Expected the body of cron(), a function, got the string "work"',
    ],
    [
      () => cron('* * * * *', body, { onError: 1 as never }),
      'Expected the option onError of cron() to be a function, got the number 1',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })

  test('with a date by the clock of the loop, if one runs', () => {
    using loop = new VirtualLoop({ epoch: Date.UTC(2019, 0, 1) })
    const statistics = loop.runSync(function* (): Steps<TickerStatistics> {
      return yield* cron('0 0 0 1 1 * 2020', body, UTC)
    })
    expect(statistics.runs).toBe(1)
  })
})
