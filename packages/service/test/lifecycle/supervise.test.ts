import { allTasks, CancelledError, createTask, getRunningLoop, sleep, wait } from '@acoro/core'
import {
  type ChildOptions,
  type ChildScope,
  type SuperviseOptions,
  Supervisor,
  SupervisorError,
  supervise,
} from '@acoro/service'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describedWait, failure, now, outcome, play, reportsOf, type Steps } from '../support/virtual.ts'

/** Children that log their starts and stops; each start takes so many ms, and a negative one fails. */
function family(log: string[] = []) {
  const child = (name: string, times: number[], options: Partial<ChildOptions> = {}) => ({
    name,
    ...options,
    *run({ restarts }: ChildScope): Steps {
      log.push(`${name} starts at ${now()}`)
      const ms = times[restarts] ?? 1e6
      try {
        yield* sleep(Math.abs(ms))
      } catch (error) {
        log.push(`${name} stops at ${now()}`)
        yield* sleep(1)
        throw error
      }
      if (ms < 0) throw new Error(`${name} failed`)
    },
  })
  return { child, log }
}

const quick: SuperviseOptions = { delay: 10 }

describe('supervise', () => {
  test('starts children in order, and ends when all of them have ended', () => {
    const { child, log } = family()
    expect(play(() => outcome(supervise([child('a', [20]), child('b', [30])])))).toBe('undefined at 30')
    expect(log).toEqual(['a starts at 0', 'b starts at 0'])
    expect(play(() => outcome(supervise([])))).toBe('undefined at 0')
  })

  test('restarts a child that failed, after a delay that grows', () => {
    const { child, log } = family()
    play(() => supervise([child('a', [-1, -1, -1, 5])]))
    expect(log).toEqual(['a starts at 0', 'a starts at 101', 'a starts at 302', 'a starts at 703'])
  })

  test('begins its delays anew after a time without failure', () => {
    const { child, log } = family()
    play(() => supervise([child('a', [-1, -1, -6000, -1, 5])], { maxRestarts: 9 }))
    expect(log).toEqual([
      'a starts at 0',
      'a starts at 101',
      'a starts at 302',
      'a starts at 6402',
      'a starts at 6603',
    ])
  })

  test('restarts always, on failure, or never, as each child says', () => {
    const { child, log } = family()
    const reported = reportsOf(function* (): Steps {
      const error = yield* failure<SupervisorError>(
        supervise(
          [
            child('always', [5, 5, 5], { restart: 'always' }),
            child('never', [-1], { restart: 'never' }),
            child('once', [1]),
          ],
          { ...quick, maxRestarts: 2 },
        ),
      )
      expect(error.errors.map(String)).toEqual(
        Array(3).fill("RuntimeError: 'always' ended, and is to run always"),
      )
    })
    expect(log).toEqual([
      'always starts at 0',
      'never starts at 0',
      'once starts at 0',
      'always starts at 15',
      'always starts at 30',
    ])
    expect(reported).toEqual(["error in 'never', which is never restarted: Error: never failed"])
  })

  test('gives up at the failure that is one too many, stops the others in reverse, and tells every reason', () => {
    const { child, log } = family()
    const error = play(function* (): Steps<SupervisorError> {
      const error = yield* failure<SupervisorError>(
        supervise([child('a', []), child('bad', [-1, -2, -3]), child('c', [])], {
          ...quick,
          maxRestarts: 2,
          name: 'shop',
        }),
      )
      log.push(`gave up at ${now()}`)
      return error
    })
    expect(error).toBeInstanceOf(SupervisorError)
    expect([error.message, error.errors.map(String), error.cause]).toEqual([
      "'shop' gave up after 3 failures in 5000 ms (maxRestarts is 2): Error: bad failed",
      Array(3).fill('Error: bad failed'),
      error.errors[2],
    ])
    expect(log.slice(-5)).toEqual([
      ...['bad starts at 11', 'bad starts at 23', 'c stops at 26', 'a stops at 27', 'gave up at 28'],
    ])
  })

  test('a child that fails at each start is no hot loop: it counts, waits, and gives up', () => {
    let starts = 0
    const bad = (): Steps => {
      starts++
      throw new Error('cannot start')
    }
    expect(play(() => outcome(supervise([bad])))).toBe(
      "SupervisorError: 'supervise' gave up after 4 failures in 5000 ms (maxRestarts is 3): Error: cannot start at 700",
    )
    expect(starts).toBe(4)
    expect(play(() => outcome(supervise([(() => 5) as never], { maxRestarts: 0 })))).toMatch(
      /TypeError: Expected the body of child 'child' to return something to await/,
    )
  })

  test('restarts that are long ago do not count', () => {
    const { child } = family()
    const times = Array(20).fill(-3000)
    expect(play(() => outcome(supervise([child('a', [...times, 1])], { ...quick, maxRestarts: 2 })))).toBe(
      'undefined at 60201',
    )
  })

  test('ends when its schedule of delays ends', () => {
    const { child } = family()
    const error = play(() =>
      failure<SupervisorError>(supervise([child('a', [-1, -1, -1])], { delay: [5], within: 100 })),
    )
    expect([error.name, error.errors.length]).toEqual(['SupervisorError', 1])
  })

  test('a supervisor that gives up below another one is a failure, and is restarted', () => {
    let starts = 0
    const inner = () =>
      supervise(
        [
          function* (): Steps {
            yield* sleep(1)
            if (++starts < 3) throw new Error('no')
          },
        ],
        { maxRestarts: 0 },
      )
    play(() => supervise([inner], quick))
    expect(starts).toBe(3)
  })
})

describe('a strategy', () => {
  const times = { a: [], b: [-5], c: [] }
  const run = (strategy: SuperviseOptions['strategy']): string[] => {
    const { child, log } = family()
    play(function* (): Steps {
      const task = createTask(
        supervise(
          Object.entries(times).map(([name, each]) => child(name, each)),
          { ...quick, strategy },
        ),
      )
      yield* sleep(100)
      log.push('end')
      task.cancel()
      yield* wait([task])
    })
    return log.slice(3, log.indexOf('end'))
  }

  test('one-for-one restarts the child alone', () => {
    expect(run('one-for-one')).toEqual(['b starts at 15'])
  })

  test('one-for-all stops all others in reverse, awaits every one, and then starts all in order', () => {
    expect(run('one-for-all')).toEqual([
      ...['c stops at 5', 'a stops at 6'],
      ...['a starts at 17', 'b starts at 17', 'c starts at 17'],
    ])
  })

  test('rest-for-one restarts those that were started after it', () => {
    expect(run('rest-for-one')).toEqual(['c stops at 5', 'b starts at 16', 'c starts at 16'])
  })

  test('restarts no sibling that has ended, or that is never restarted', () => {
    const { child, log } = family()
    play(() =>
      supervise([child('done', [1]), child('bad', [-5, 5]), child('never', [], { restart: 'never' })], {
        ...quick,
        strategy: 'one-for-all',
      }),
    )
    expect(log.slice(3)).toEqual(['never stops at 5', 'bad starts at 16'])
  })

  test('restarts dynamic children, too, in the order of their starts', () => {
    const { child, log } = family()
    play(() =>
      stopAfter(50, (supervisor) => {
        supervisor.start(child('first', []))
        supervisor.start(function* parent({ start }): Steps {
          start(child('second', []))
          yield* sleep(3)
          start(child('third', [-2, 1]))
        })
      }),
    )
    expect(log).toEqual([
      ...['first starts at 0', 'second starts at 0', 'third starts at 3'],
      ...['second stops at 5', 'first stops at 6'],
      ...['first starts at 17', 'second starts at 17', 'third starts at 17'],
      ...['second stops at 50', 'first stops at 51'],
    ])
  })

  test('with siblings that fail in the same turn restarts each once, and reports what it stopped', () => {
    const { child, log } = family()
    const reported = reportsOf(() =>
      supervise([child('a', [-5, 1]), child('b', [-5, 1])], { ...quick, strategy: 'one-for-all' }),
    )
    expect(log).toEqual(['a starts at 0', 'b starts at 0', 'a starts at 15', 'b starts at 15'])
    expect(reported).toEqual(["error in 'b' while it was stopped: Error: b failed"])
  })
})

/** Runs a one-for-all supervisor for so long. */
function* stopAfter(ms: number, prepare: (supervisor: Supervisor) => void): Steps {
  const supervisor = new Supervisor({ ...quick, strategy: 'one-for-all' })
  prepare(supervisor)
  const task = createTask(supervisor.run())
  yield* sleep(ms)
  task.cancel()
  yield* wait([task])
}

describe('a cancel', () => {
  test('stops all children in reverse, each awaited', () => {
    const { child, log } = family()
    play(function* (): Steps {
      const task = createTask(supervise([child('a', []), child('b', [])], { name: 'shop' }))
      yield* sleep(5)
      expect(describedWait(task)).toBe('shop (2 of 2 children run)')
      task.cancel()
      expect(yield* outcome(task)).toBe('CancelledError at 7')
    })
    expect(log.slice(2)).toEqual(['b stops at 5', 'a stops at 6'])
  })

  test('while a restart waits its delay starts no new child, and ends at once', () => {
    const { child, log } = family()
    play(function* (): Steps {
      const task = createTask(supervise([child('a', [-1])], { delay: 1000, name: 'shop' }))
      yield* sleep(5)
      expect(describedWait(task)).toBe('shop (0 of 1 children run, a restart at 1001 ms)')
      task.cancel()
      expect(yield* outcome(task)).toBe('CancelledError at 5')
      yield* sleep(5000)
    })
    expect(log).toEqual(['a starts at 0'])
  })

  test('of a child from outside never restarts it; one that came out of its body does', () => {
    const { child, log } = family()
    play(function* (): Steps {
      const task = createTask(
        supervise(
          [
            child('a', []),
            function* odd({ restarts }): Steps {
              log.push(`odd starts at ${now()}`)
              if (restarts > 0) return
              const other = createTask(sleep(100))
              yield* sleep(1)
              other.cancel()
              yield* other
            },
          ],
          quick,
        ),
      )
      yield* sleep(5)
      for (const each of allTasks()) if (each.name === 'a') each.cancel()
      yield* task
    })
    expect(log).toEqual(['a starts at 0', 'odd starts at 0', 'a stops at 5', 'odd starts at 11'])
  })

  test('errors of children while they are stopped are reported, and do not count', () => {
    const reported = reportsOf(function* (): Steps {
      const task = createTask(
        supervise([
          function* messy(): Steps {
            try {
              yield* sleep(1e6)
            } catch {
              throw new Error('in the clean-up')
            }
          },
        ]),
      )
      yield* sleep(1)
      task.cancel()
      expect(yield* failure(task)).toBeInstanceOf(CancelledError)
    })
    expect(reported).toEqual(["error in 'messy' while it was stopped: Error: in the clean-up"])
  })

  test.each(['one-for-one', 'one-for-all', 'rest-for-one'] as const)(
    'at any moment leaves no child running (%s)',
    (strategy) => {
      const moments = injectCancelEverywhere(function* (inject): Steps {
        // A child may fail in the very turn in which it is stopped, which is reported.
        getRunningLoop().setExceptionHandler(() => {})
        let under = 0
        const child = (fails: boolean) =>
          function* ({ restarts }: ChildScope): Steps {
            under++
            try {
              yield* sleep(5)
              if (fails && restarts < 2) throw new Error('no')
            } finally {
              try {
                yield* sleep(1)
              } finally {
                under--
              }
            }
          }
        const task = inject(supervise([child(false), child(true), child(false)], { ...quick, strategy }))
        yield* wait([task])
        yield* sleep(100)
        expect([under, [...allTasks()].length]).toEqual([0, 1])
      })
      expect(moments).toBeGreaterThan(8)
    },
  )
})

describe('a supervisor', () => {
  test('starts and stops children while it runs, and has statistics', () => {
    const { child, log } = family()
    play(function* (): Steps {
      const supervisor = new Supervisor({ ...quick, name: 'shop' })
      supervisor.start(child('a', []))
      expect(supervisor.statistics()).toEqual({ children: [{ name: 'a', state: 'waiting', restarts: 0 }] })
      const task = createTask(supervisor.run())
      yield* sleep(5)
      supervisor.start(child('b', []))
      yield* sleep(5)
      yield* supervisor.stop('a')
      expect([String(supervisor), supervisor.statistics().children.length]).toEqual([
        '<Supervisor shop [1 running, 0 waiting]>',
        1,
      ])
      expect(() => supervisor.stop('a')).toThrow("Expected the name of a child of 'shop' ('b'), got 'a'")
      yield* supervisor.stop('b')
      yield* task
      expect(() => supervisor.start(child('c', []))).toThrow("'shop' is over: it starts no more children")
      expect(String(yield* failure(supervisor.run()))).toBe(
        "RuntimeError: 'shop' runs already, or is over: make a new supervisor",
      )
    })
    expect(log).toEqual(['a starts at 0', 'b starts at 5', 'a stops at 10', 'b stops at 11'])
  })

  test('gives children of one function names of their own, and refuses a name that is taken', () => {
    const supervisor = new Supervisor()
    const worker = function* worker(): Steps {}
    expect([
      supervisor.start(worker),
      supervisor.start(worker),
      supervisor.start({ run: worker, name: 'w' }),
    ]).toEqual(['worker', 'worker-2', 'w'])
    expect(() => supervisor.start({ run: worker, name: 'w' })).toThrow(
      "Expected a name that no child has, got 'w', which one has already",
    )
  })

  test('does not let a child wait for its own end', () => {
    play(function* (): Steps {
      const supervisor = new Supervisor()
      let message = ''
      supervisor.start(function* self(): Steps {
        message = String(yield* failure(supervisor.stop('self')))
      })
      yield* supervisor.run()
      expect(message).toBe(
        "RuntimeError: 'self' cannot stop itself, and wait for its own end: return instead",
      )
    })
  })

  test('tells onRestart of each failure; a hook that throws is reported', () => {
    const told: string[] = []
    const { child } = family()
    const reported = reportsOf(() =>
      supervise([child('a', [-1, 1])], {
        ...quick,
        onRestart(name, error) {
          told.push(`${name}: ${error}`)
          throw new Error('bad hook')
        },
      }),
    )
    expect([told, reported]).toEqual([
      ['a: Error: a failed'],
      ['error in onRestart of supervise(): Error: bad hook'],
    ])
  })
})

test('in every order of tasks each child that fails is restarted once', () => {
  explore({ runs: 300 }, function* (): Steps {
    const starts = [0, 0, 0]
    const child = (i: number) =>
      function* ({ restarts }: ChildScope): Steps {
        starts[i]!++
        yield* sleep(0)
        if (restarts === 0) throw new Error('no')
      }
    yield* supervise([0, 1, 2].map(child), { ...quick, maxRestarts: 9 })
    expect(starts).toEqual([2, 2, 2])
  })
})

test('random failures leave one of each child at a time, and end as counted', () => {
  const program = fc.record({
    children: fc.array(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    }),
    strategy: fc.constantFrom('one-for-one' as const, 'one-for-all' as const, 'rest-for-one' as const),
    maxRestarts: fc.integer({ min: 0, max: 6 }),
  })
  fc.assert(
    fc.property(program, ({ children, strategy, maxRestarts }) => {
      let [gaveUp, failed] = [false, 0]
      const reported = reportsOf(function* (): Steps {
        const running = children.map(() => 0)
        let failures = 0
        const bodies = children.map(
          (times, i) =>
            function* ({ restarts }: ChildScope): Steps {
              running[i]!++
              expect(running[i]).toBe(1)
              const ms = times[restarts] ?? 1
              try {
                yield* sleep(Math.abs(ms))
                if (ms < 0) {
                  failures++
                  throw new Error('no')
                }
              } finally {
                running[i]!--
              }
            },
        )
        const end = yield* outcome(supervise(bodies, { ...quick, strategy, maxRestarts, within: 1e9 }))
        expect(running.every((count) => count === 0)).toBe(true)
        gaveUp = !end.startsWith('undefined')
        failed = failures
      })
      // A sibling that fails in the turn in which it is stopped is reported, and not counted.
      const uncounted = reported.filter((line) => line.endsWith('while it was stopped: Error: no'))
      expect(uncounted).toEqual(reported)
      expect(failed - uncounted.length > maxRestarts).toBe(gaveUp)
    }),
    { numRuns: 200 },
  )
})

describe('supervise refuses by name', () => {
  const body = function* (): Steps {}
  test.each<[() => unknown, string]>([
    [
      () => supervise(body as never),
      'Expected the children of supervise() as a list of generator functions or { run }',
    ],
    [
      () => supervise([5 as never]),
      'Expected a child, a generator function (function*) or { run }, got the number 5',
    ],
    [
      () => supervise([sleep(1) as never]),
      'Expected a child, a generator function (function*) or { run }, got a Coroutine',
    ],
    [() => supervise([{} as never]), 'Expected the option run of a child, a function, got undefined'],
    [
      () => supervise([{ run: body, restart: 'sometimes' as never }]),
      "Expected the option restart of a child to be 'always', 'on-failure' or 'never', got the string \"sometimes\"",
    ],
    [
      () => supervise([body], { strategy: 'all' as never }),
      "Expected the option strategy of supervise() to be 'one-for-one', 'one-for-all' or 'rest-for-one', got the string \"all\"",
    ],
    [
      () => supervise([body], { maxRestarts: -1 }),
      'Expected the option maxRestarts of supervise() to be a whole number of at least 0, or Infinity, got -1',
    ],
    [
      () => supervise([body], { within: 0 }),
      'Expected the option within of supervise() in milliseconds, more than 0, got 0',
    ],
    [
      () => supervise([body], { delay: 'long' as never }),
      'Expected the option delay of supervise() as a number of milliseconds, a list or a schedule, got the string "long"',
    ],
    [
      () => supervise([body], 3 as never),
      'Expected the options of supervise() as an object, { strategy, restart, maxRestarts, within, delay, onRestart, name }, got the number 3',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })
})
