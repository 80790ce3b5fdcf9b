import { createTask, gather, sleep, wait } from '@acoro/core'
import {
  CircuitBreaker,
  type CircuitBreakerOptions,
  type CircuitOpenError,
  exponential,
  retry,
} from '@acoro/service'
import { explore, type Inject, injectCancelEverywhere } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failure, now, outcome, play, reportsOf, type Steps, starting } from '../support/virtual.ts'

const down = function* (): Steps {
  yield* sleep(1)
  throw new Error('down')
}
const up = function* (): Steps<string> {
  yield* sleep(1)
  return 'up'
}

/** A breaker that opens after two failures, for 100 ms, and logs its states. */
function breaker(options?: CircuitBreakerOptions): { circuit: CircuitBreaker; states: string[] } {
  const states: string[] = []
  const onChange = (state: string): number => states.push(`${state} at ${now()}`)
  return { circuit: new CircuitBreaker({ minimum: 2, openFor: 100, onChange, ...options }), states }
}

describe('a circuit breaker', () => {
  test('opens after too many failures, refuses calls, and closes after a probe that succeeds', () => {
    play(function* (): Steps {
      const { circuit, states } = breaker({ name: 'mail' })
      for (let i = 0; i < 2; i++) yield* outcome(circuit.call(down))
      const error = yield* failure<CircuitOpenError>(circuit.call(up))
      expect([String(error), error.retryAfter, circuit.state]).toEqual([
        'CircuitOpenError: The circuit of mail is open: the next call is let through in 100 ms',
        100,
        'open',
      ])
      yield* sleep(100)
      expect(circuit.state).toBe('half-open')
      expect(yield* circuit.call(up)).toBe('up')
      expect([circuit.state, states]).toEqual(['closed', ['open at 2', 'half-open at 102', 'closed at 103']])
    })
  })

  test('does not open on the first failure: it needs so many calls, and so large a share', () => {
    play(function* (): Steps {
      const { circuit } = breaker({ minimum: 4, threshold: 0.75 })
      for (const call of [up, down, down, down]) yield* outcome(circuit.call<unknown>(call))
      expect(circuit.statistics()).toEqual({ state: 'open', calls: 4, failures: 3 })
      const other = breaker({ minimum: 4, threshold: 0.75 }).circuit
      for (const call of [down, down, up, up, down]) yield* outcome(other.call<unknown>(call))
      expect([other.state, String(other)]).toEqual(['closed', '<CircuitBreaker [closed, 3 of 5 failed]>'])
    })
  })

  test('forgets calls that are older than its window', () => {
    play(function* (): Steps {
      const { circuit } = breaker({ window: 1000 })
      yield* outcome(circuit.call(down))
      yield* sleep(1000)
      yield* outcome(circuit.call(down))
      expect(circuit.statistics()).toEqual({ state: 'closed', calls: 1, failures: 1 })
    })
  })

  test('lets one probe through; the others fail at once', () => {
    play(function* (): Steps {
      const { circuit } = breaker()
      for (let i = 0; i < 2; i++) yield* outcome(circuit.call(down))
      yield* sleep(100)
      expect(yield* gather([1, 2, 3].map(() => outcome(circuit.call(up))))).toEqual([
        'up at 103',
        'CircuitOpenError: The circuit is open: one call is under way to find out at 102',
        'CircuitOpenError: The circuit is open: one call is under way to find out at 102',
      ])
    })
  })

  test('opens again after a probe that failed, for as long as its schedule says', () => {
    play(function* (): Steps {
      const { circuit, states } = breaker({ openFor: exponential({ first: 100 }) })
      for (let i = 0; i < 2; i++) yield* outcome(circuit.call(down))
      for (const wait of [100, 200]) {
        yield* sleep(wait)
        yield* outcome(circuit.call(down))
      }
      expect((yield* failure<CircuitOpenError>(circuit.call(up))).retryAfter).toBe(400)
      yield* sleep(400)
      yield* circuit.call(up)
      expect(states.filter((line) => line.startsWith('open'))).toEqual([
        'open at 2',
        'open at 103',
        'open at 304',
      ])
      for (let i = 0; i < 2; i++) yield* outcome(circuit.call(down))
      expect((yield* failure<CircuitOpenError>(circuit.call(up))).retryAfter).toBe(100)
    })
  })

  test('a probe that ends in a cancel, or in an error that does not count, gives its place to the next call', () => {
    play(function* (): Steps {
      const { circuit } = breaker({ isFailure: (error) => (error as Error).message === 'down' })
      for (let i = 0; i < 2; i++) yield* outcome(circuit.call(down))
      yield* sleep(100)
      const probe = createTask(circuit.call(() => sleep(1000)))
      yield* sleep(1)
      probe.cancel()
      yield* failure(probe)
      expect(circuit.state).toBe('half-open')
      const ignored = function* (): Steps {
        throw new Error('not found')
      }
      expect(yield* outcome(circuit.call(ignored))).toBe('Error: not found at 103')
      expect(circuit.state).toBe('half-open')
      expect(yield* circuit.call(up)).toBe('up')
      expect(circuit.state).toBe('closed')
    })
  })

  test('ignores results of calls that began before it opened', () => {
    play(function* (): Steps {
      const { circuit, states } = breaker()
      const slow = (ms: number, fails: boolean) =>
        function* (): Steps {
          yield* sleep(ms)
          if (fails) throw new Error('late')
        }
      const late = [slow(50, true), slow(60, false), slow(150, true)].map((fn) => starting(circuit.call(fn)))
      for (let i = 0; i < 2; i++) yield* outcome(circuit.call(down))
      yield* sleep(100)
      yield* circuit.call(up)
      yield* gather(late)
      expect([states, circuit.statistics()]).toEqual([
        ['open at 2', 'half-open at 102', 'closed at 103'],
        { state: 'closed', calls: 0, failures: 0 },
      ])
    })
  })

  test('never counts a cancel', () => {
    play(function* (): Steps {
      const { circuit } = breaker()
      for (let i = 0; i < 5; i++) {
        const task = createTask(circuit.call(() => sleep(10)))
        yield* sleep(1)
        task.cancel()
        yield* failure(task)
      }
      expect(circuit.statistics()).toEqual({ state: 'closed', calls: 0, failures: 0 })
    })
  })

  test('tells `retry` when to come back', () => {
    play(function* (): Steps {
      const { circuit } = breaker()
      for (let i = 0; i < 2; i++) yield* outcome(circuit.call(down))
      expect(yield* outcome(retry(() => circuit.call(up), { delay: 1, attempts: 2 }))).toBe('up at 103')
    })
  })

  test('can be reset', () => {
    play(function* (): Steps {
      const { circuit } = breaker()
      for (let i = 0; i < 2; i++) yield* outcome(circuit.call(down))
      circuit.reset()
      expect([circuit.state, yield* circuit.call(up)]).toEqual(['closed', 'up'])
    })
  })

  test('hooks that throw are reported: the error counts, and the call goes on', () => {
    const thrower = (): never => {
      throw new Error('bad hook')
    }
    const reported = reportsOf(function* (): Steps {
      const { circuit } = breaker({ isFailure: thrower, onChange: thrower })
      for (let i = 0; i < 2; i++) expect(yield* outcome(circuit.call(down))).toMatch(/^Error: down/)
      expect(circuit.state).toBe('open')
    })
    expect(reported).toEqual([
      'error in isFailure of CircuitBreaker(): Error: bad hook',
      'error in isFailure of CircuitBreaker(): Error: bad hook',
      'error in onChange of CircuitBreaker(): Error: bad hook',
    ])
  })
})

test('cancelled at any moment, a call leaves the breaker usable', () => {
  for (const wait_ of [0, 100]) {
    const program = function* (inject: Inject): Steps {
      const { circuit } = breaker()
      for (let i = 0; i < 2; i++) yield* outcome(circuit.call(down))
      yield* sleep(wait_)
      yield* wait([inject(outcome(circuit.call(up)))])
      yield* sleep(200)
      expect([yield* circuit.call(up), circuit.state]).toEqual(['up', 'closed'])
    }
    // outcome() makes a value of the cancellation.
    injectCancelEverywhere(program, { maySwallow: true })
  }
})

test('in every order of tasks there is one probe at a time', () => {
  explore({ runs: 200 }, function* (): Steps {
    const { circuit } = breaker()
    for (let i = 0; i < 2; i++) yield* outcome(circuit.call(down))
    yield* sleep(100)
    let [under, most] = [0, 0]
    const probe = function* (): Steps {
      most = Math.max(most, ++under)
      yield* sleep(0)
      under--
      throw new Error('down')
    }
    yield* gather([1, 2, 3].map(() => outcome(circuit.call(probe))))
    expect([most, circuit.state]).toEqual([1, 'open'])
  })
})

test('does what a model that remembers every call says', () => {
  const step = fc.record({ wait: fc.integer({ min: 0, max: 30 }), fails: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      play(function* (): Steps {
        const circuit = new CircuitBreaker({ minimum: 3, threshold: 0.5, window: 1e9, openFor: 50 })
        let calls: boolean[] = []
        let until: number | null = null
        for (const { wait, fails } of steps) {
          yield* sleep(wait)
          const expected = until !== null && now() < until ? 'CircuitOpenError' : fails ? 'Error' : 'value'
          const isProbe = until !== null && expected !== 'CircuitOpenError'
          const ended = yield* outcome(
            circuit.call(function* (): Steps<string> {
              if (fails) throw new Error('no')
              return 'value'
            }),
          )
          expect(ended.split(/[ :]/)[0]).toBe(expected)
          if (expected === 'CircuitOpenError') continue
          calls.push(fails)
          if (isProbe) {
            until = fails ? now() + 50 : null
            calls = []
          } else if (calls.length >= 3 && calls.filter(Boolean).length * 2 >= calls.length && fails) {
            until = now() + 50
            calls = []
          }
        }
      })
    }),
    { numRuns: 200 },
  )
})

describe('a circuit breaker refuses by name', () => {
  test.each<[() => unknown, string]>([
    [
      () => new CircuitBreaker({ threshold: 50 }),
      'Expected the option threshold of CircuitBreaker() to be a number from 0 to 1, got 50',
    ],
    [
      () => new CircuitBreaker({ minimum: 0 }),
      'Expected the option minimum of CircuitBreaker() to be a whole number of at least 1, got 0',
    ],
    [
      () => new CircuitBreaker({ window: 0 }),
      'Expected the option window of CircuitBreaker() in milliseconds, more than 0, got 0',
    ],
    [
      () => new CircuitBreaker({ openFor: [] }),
      'Expected the option openFor of CircuitBreaker() to have a delay, got an array of 0',
    ],
    [
      () => new CircuitBreaker({ openFor: 'long' as never }),
      'Expected the option openFor of CircuitBreaker() as a number of milliseconds, a list or a schedule, got the string "long"',
    ],
    [
      () => new CircuitBreaker(5 as never),
      'Expected the options of CircuitBreaker() as an object, { threshold, minimum, window, openFor, isFailure, onChange, name }, got the number 5',
    ],
    [
      () => new CircuitBreaker().call(sleep(1) as never),
      'Expected the function to call, a function, got a Coroutine: pass the function, without calling it',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })
})
