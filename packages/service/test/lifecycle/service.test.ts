import { CancelledError, createTask, sleep, wait } from '@acoro/core'
import { type PartScope, Service, type ServiceOptions } from '@acoro/service'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describedWait, failure, now, outcome, play, reportsOf, type Steps } from '../support/virtual.ts'

interface PartTimes {
  /** How long it takes to start, to run before it ends by itself, and to stop, in ms. */
  starts?: number
  runs?: number
  stops?: number
  fails?: 'start' | 'run'
}

/** A part that logs what happens to it. */
function part(log: string[], name: string, { starts = 10, runs = 1e9, stops = 5, fails }: PartTimes = {}) {
  return function* (scope: PartScope): Steps {
    try {
      yield* sleep(starts)
      if (fails === 'start') throw new Error(`${name} cannot start`)
      scope.started()
      log.push(`${name} started at ${now()}`)
      scope.onDrain(() => log.push(`${name} drains at ${now()}`))
      yield* sleep(runs)
      if (fails === 'run') throw new Error(`${name} broke`)
    } catch (error) {
      if (error instanceof CancelledError) {
        yield* sleep(stops)
        log.push(`${name} stopped at ${now()}`)
      }
      throw error
    }
  }
}

/** Runs a service of parts, and tells it to stop at a time. */
function* serving(
  parts: Record<string, PartTimes>,
  {
    stopAt = 100,
    reason = 'SIGTERM',
    ...options
  }: ServiceOptions & { stopAt?: number; reason?: string } = {},
  graces: Record<string, number> = {},
): Steps<{ log: string[]; end: string; service: Service }> {
  const log: string[] = []
  const service = new Service(options)
  for (const [name, times] of Object.entries(parts)) {
    service.add(name, part(log, name, times), graces[name] === undefined ? {} : { grace: graces[name] })
  }
  const stopper = createTask(
    (function* (): Steps {
      yield* sleep(stopAt)
      service.stop(reason)
    })(),
  )
  let end: string
  try {
    end = `${JSON.stringify(yield* service.run())} at ${now()}`
  } catch (error) {
    end = `${error} at ${now()}`
  }
  stopper.cancel()
  yield* wait([stopper])
  return { log, end, service }
}

describe('a service', () => {
  test('starts its parts in order, each when the one before is ready, and stops them in reverse', () => {
    const { log, end } = play(() => serving({ db: {}, cache: {}, http: {} }))
    expect(log).toEqual([
      ...['db started at 10', 'cache started at 20', 'http started at 30'],
      ...['db drains at 100', 'cache drains at 100', 'http drains at 100'],
      ...['http stopped at 105', 'cache stopped at 110', 'db stopped at 115'],
    ])
    expect(end).toBe('{"reason":"SIGTERM","late":[],"code":0} at 115')
  })

  test('is ready when all parts have started, and not ready from the stop on, while it is still live', () => {
    play(function* (): Steps {
      const log: string[] = []
      const service = new Service({ name: 'shop', drain: 50 })
        .add('db', part(log, 'db'))
        .add('http', part(log, 'http'))
      const seen: string[] = []
      const look = (): void => {
        const { state, live, ready, parts } = service.health()
        seen.push(
          `${now()}: ${state}, ${live ? 'live' : 'dead'}, ${ready ? 'ready' : 'not ready'}, ${parts.map((each) => each.state)}`,
        )
      }
      look()
      const task = createTask(service.run())
      yield* sleep(15)
      look()
      expect(describedWait(task)).toBe('shop (starting: db running, http starting)')
      yield* sleep(10)
      look()
      service.stop('SIGTERM')
      look()
      yield* sleep(20)
      look()
      yield* sleep(32)
      look()
      yield* task
      look()
      expect(seen).toEqual([
        '0: made, live, not ready, made,made',
        '15: starting, live, not ready, running,starting',
        '25: running, live, ready, running,running',
        '25: running, live, not ready, running,running',
        '45: draining, live, not ready, running,running',
        '77: stopping, live, not ready, running,stopping',
        '85: stopped, dead, not ready, stopped,stopped',
      ])
      expect(String(service)).toBe('<Service shop [stopped]>')
    })
  })

  test('goes on working through the drain, whose hooks are called at its start', () => {
    const log: string[] = []
    play(function* (): Steps {
      const service = new Service({ drain: 1000 }).add('http', function* (scope): Steps {
        scope.started()
        scope.onDrain(() => log.push(`idle connections closed at ${now()}`))
        for (;;) {
          yield* sleep(400)
          log.push(`served at ${now()}${scope.draining ? ', draining' : ''}`)
        }
      })
      const task = createTask(service.run())
      yield* sleep(500)
      service.stop()
      expect(yield* outcome(task)).toBe('[object Object] at 1500')
    })
    expect(log).toEqual([
      'served at 400',
      'idle connections closed at 500',
      'served at 800, draining',
      'served at 1200, draining',
    ])
  })

  test('ends when all parts have ended', () => {
    const { log, end } = play(() => serving({ a: { runs: 5 }, b: { runs: 20 } }))
    expect([log.length, end]).toEqual([2, '{"reason":"all parts have ended","late":[],"code":0} at 40'])
    expect(play(() => outcome(new Service().run()))).toBe('[object Object] at 0')
  })

  test('has exit code 130 after Ctrl-C', () => {
    expect(play(() => serving({ a: {} }, { reason: 'SIGINT' })).end).toBe(
      '{"reason":"SIGINT","late":[],"code":130} at 105',
    )
  })
})

describe('a stop', () => {
  test('while parts start cancels the start, and stops those that have started in reverse, without a drain', () => {
    const { log, end } = play(() => serving({ a: {}, b: {}, c: { starts: 500 }, d: {} }, { drain: 1000 }))
    expect(log.slice(-3)).toEqual(['c stopped at 105', 'b stopped at 110', 'a stopped at 115'])
    expect(log.some((line) => line.startsWith('d'))).toBe(false)
    expect(end).toBe('{"reason":"SIGTERM","late":[],"code":0} at 115')
  })

  test('before the run starts nothing', () => {
    play(function* (): Steps {
      const log: string[] = []
      const service = new Service().add('a', part(log, 'a'))
      service.stop('SIGTERM')
      expect(yield* service.run()).toEqual({ reason: 'SIGTERM', late: [], code: 0 })
      expect(log).toEqual([])
    })
  })

  test('counts once: the first reason is reported', () => {
    play(function* (): Steps {
      const service = new Service().add('a', part([], 'a'))
      const task = createTask(service.run())
      yield* sleep(50)
      service.stop('SIGTERM')
      service.stop('SIGINT')
      expect((yield* task).reason).toBe('SIGTERM')
    })
  })
})

describe('a deadline', () => {
  test('bounds all stops together, with the drain; late parts are named, and the others are stopped', () => {
    const { log, end } = play(() =>
      serving({ a: {}, slow: { stops: 1e6 }, b: {} }, { drain: 20, deadline: 100, stopAt: 100 }),
    )
    expect(log.slice(-1)).toEqual(['b stopped at 125'])
    expect(end).toBe('{"reason":"SIGTERM","late":["a","slow"],"code":1} at 200')
  })

  test('of a part is its grace: the next one is stopped when that is over', () => {
    const { log, end } = play(() =>
      serving({ a: {}, slow: { stops: 1000 } }, { deadline: 2000 }, { slow: 30 }),
    )
    expect(log.slice(-1)).toEqual(['a stopped at 135'])
    expect(end).toBe('{"reason":"SIGTERM","late":["slow"],"code":1} at 135')
  })

  test('is 25 s unless told otherwise, and counts from the stop', () => {
    const { end } = play(() => serving({ slow: { stops: 1e9 } }))
    expect(end).toBe('{"reason":"SIGTERM","late":["slow"],"code":1} at 25100')
  })

  test('cuts the drain, too', () => {
    const { end } = play(() => serving({ a: { stops: 0 } }, { drain: 1000, deadline: 50 }))
    expect(end).toMatch(/ at 150$/)
  })
})

describe('a part that fails', () => {
  test('to start has those that started stopped in reverse, and its error comes out', () => {
    const { log, end, service } = play(() => serving({ a: {}, b: {}, bad: { fails: 'start' }, c: {} }))
    expect(log.slice(2)).toEqual(['a drains at 30', 'b drains at 30', 'b stopped at 35', 'a stopped at 40'])
    expect(end).toBe('Error: bad cannot start at 40')
    expect(service.health()).toMatchObject({ live: false, ready: false })
  })

  test('while it runs has all others stopped at once, without a drain', () => {
    const { log, end } = play(() =>
      serving({ a: {}, bad: { runs: 30, fails: 'run' }, c: {} }, { drain: 1000 }),
    )
    expect(log.slice(-2)).toEqual(['c stopped at 55', 'a stopped at 60'])
    expect(end).toBe('Error: bad broke at 60')
  })

  test('during the drain ends it', () => {
    const { end } = play(() => serving({ a: {}, bad: { runs: 120, fails: 'run' } }, { drain: 1000 }))
    expect(end).toBe('Error: bad broke at 145')
  })

  test('by ending before it has started says so, as does a second started()', () => {
    play(function* (): Steps {
      const silent = new Service().add('silent', function* (): Steps {})
      expect(yield* outcome(silent.run())).toBe(
        "RuntimeError: Expected part 'silent' to call started(), it ended without it at 0",
      )
      const twice = new Service().add('twice', function* (scope): Steps {
        scope.started()
        scope.started()
      })
      expect(yield* outcome(twice.run())).toBe(
        "RuntimeError: Expected one call of started() while 'twice' starts, got one while it is running at 0",
      )
      const wrong = new Service().add('wrong', (() => 5) as never)
      expect(yield* outcome(wrong.run())).toMatch(
        /^TypeError: Expected the body of part 'wrong' to return something to await/,
      )
    })
  })

  test('because somebody cancelled it is a failure with that cause', () => {
    play(function* (): Steps {
      const service = new Service().add('a', function* (scope): Steps {
        scope.started()
        const other = createTask(sleep(100))
        yield* sleep(1)
        other.cancel()
        yield* other
      })
      const error = yield* failure<Error>(service.run())
      expect([error.message, error.cause]).toEqual(["Part 'a' was cancelled", expect.any(CancelledError)])
    })
  })

  test('while it is stopped, or after another one, is reported', () => {
    const reported = reportsOf(function* (): Steps {
      const messy = function* (scope: PartScope): Steps {
        scope.started()
        try {
          yield* sleep(1e9)
        } catch {
          throw new Error('in the clean-up')
        }
      }
      const service = new Service().add('messy', messy).add('hook', function* (scope): Steps {
        scope.onDrain(() => {
          throw new Error('bad hook')
        })
        scope.started()
        yield* sleep(1e9)
      })
      const task = createTask(service.run())
      yield* sleep(1)
      service.stop()
      yield* task
    })
    expect(reported).toEqual([
      'error in a hook of onDrain(): Error: bad hook',
      "error in part 'messy' while it was stopped: Error: in the clean-up",
    ])
  })
})

test('cancelled, it stops its parts in the same way, and then throws the cancellation', () => {
  const log: string[] = []
  play(function* (): Steps {
    const service = new Service().add('a', part(log, 'a')).add('b', part(log, 'b'))
    const task = createTask(service.run())
    yield* sleep(50)
    task.cancel('enough')
    yield* sleep(7)
    task.cancel('at once')
    expect(yield* outcome(task)).toBe('CancelledError: enough at 60')
  })
  expect(log.slice(-2)).toEqual(['b stopped at 55', 'a stopped at 60'])
})

test('cancelled at any moment, it leaves no part running', () => {
  const moments = injectCancelEverywhere(function* (inject): Steps {
    let under = 0
    const body = function* (scope: PartScope): Steps {
      under++
      try {
        yield* sleep(5)
        scope.started()
        yield* sleep(1e6)
      } finally {
        try {
          yield* sleep(2)
        } finally {
          under--
        }
      }
    }
    const service = new Service({ drain: 10 }).add('a', body).add('b', body)
    const task = inject(service.run())
    yield* sleep(20)
    service.stop()
    yield* wait([task])
    expect(under).toBe(0)
  })
  expect(moments).toBeGreaterThan(10)
})

test('in every order of tasks parts start in order and stop in reverse', () => {
  explore({ runs: 200 }, function* (): Steps {
    const log: string[] = []
    const body = (name: string) =>
      function* (scope: PartScope): Steps {
        log.push(`+${name}`)
        scope.started()
        try {
          yield* sleep(1e6)
        } finally {
          yield* sleep(0)
          log.push(`-${name}`)
        }
      }
    const service = new Service().add('a', body('a')).add('b', body('b')).add('c', body('c'))
    const task = createTask(service.run())
    yield* sleep(10)
    service.stop()
    yield* task
    expect(log).toEqual(['+a', '+b', '+c', '-c', '-b', '-a'])
  })
})

test('stopped at any time, random parts end by the deadline, and only late ones are left', () => {
  const times = fc.record({
    starts: fc.integer({ min: 0, max: 30 }),
    runs: fc.integer({ min: 1, max: 200 }),
    stops: fc.integer({ min: 0, max: 60 }),
    fails: fc.constantFrom(undefined, undefined, 'start' as const, 'run' as const),
  })
  fc.assert(
    fc.property(
      fc.array(times, { minLength: 1, maxLength: 4 }),
      fc.record({
        stopAt: fc.integer({ min: 0, max: 100 }),
        drain: fc.integer({ min: 0, max: 20 }),
        deadline: fc.integer({ min: 0, max: 80 }),
      }),
      (list, options) => {
        const parts = Object.fromEntries(list.map((each, i) => [`p${i}`, { ...each, fails: each.fails! }]))
        let ended = ''
        reportsOf(function* (): Steps {
          const { end, log } = yield* serving(parts, options)
          ended = end
          const at = Number(end.split(' at ').at(-1))
          // A part that fails at the end of a drain begins the stop, and cannot be later than that.
          expect(at).toBeLessThanOrEqual(options.stopAt + options.deadline)
          const started = log.filter((line) => line.includes('started')).map((line) => line.split(' ')[0])
          expect(started).toEqual(started.toSorted())
        })
        expect(ended).not.toBe('')
      },
    ),
    { numRuns: 200 },
  )
})

describe('a service refuses by name', () => {
  const body = function* (): Steps {}
  test.each<[() => unknown, string]>([
    [
      () => new Service({ drain: -1 }),
      'Expected the option drain of Service() in milliseconds, 0 or more, got -1',
    ],
    [
      () => new Service({ deadline: '25s' as never }),
      'Expected the option deadline of Service() in milliseconds, a number, got the string "25s"',
    ],
    [
      () => new Service('shop' as never),
      'Expected the options of Service() as an object, { name, drain, deadline }, got the string "shop"',
    ],
    [
      () => new Service().add(body as never, body),
      'Expected the name of a part to be a string, got the function body',
    ],
    [() => new Service().add('a', 5 as never), "Expected the body of part 'a', a function, got the number 5"],
    [
      () => new Service().add('a', body, { grace: -1 }),
      'Expected the option grace of add() in milliseconds, 0 or more, got -1',
    ],
    [
      () => new Service().add('a', body).add('a', body),
      "Expected a name that no part has, got 'a', which one has already",
    ],
    [() => new Service().stop(5 as never), 'Expected the reason of stop() to be a string, got the number 5'],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })

  test('a second run, and a part that comes too late', () => {
    play(function* (): Steps {
      const service = new Service()
      yield* service.run()
      expect(String(yield* failure(service.run()))).toBe(
        'RuntimeError: Expected one call of run(), got another one while <Service service [stopped]> is stopped',
      )
      expect(() => service.add('late', body)).toThrow(
        "Expected parts before run(), got 'late' while <Service service [stopped]> is stopped",
      )
    })
  })
})
