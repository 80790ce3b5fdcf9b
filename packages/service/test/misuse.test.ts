/** What tired users and attackers do: each of these once broke a promise of the package. */

import { type Awaitable, type Coroutine, coroutine, createTask, gather, sleep, type Task } from '@acoro/core'
import {
  batch,
  bulkhead,
  type Child,
  type ChildScope,
  CircuitBreaker,
  cron,
  debounce,
  every,
  fallback,
  hedge,
  JobQueue,
  memoize,
  Pool,
  type PoolOptions,
  retry,
  Supervisor,
  singleFlight,
  supervise,
  throttle,
} from '@acoro/service'
import { VirtualLoop } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { failure, outcome, play, reportsOf, type Steps, starting } from './support/virtual.ts'

function* failing(): Steps {
  yield* sleep(1)
  throw new Error('real')
}

/** Catches its cancel, and throws another error. */
function* masking(): Steps {
  try {
    yield* sleep(10)
  } catch {
    throw new Error('mask')
  }
}

describe('what throws undefined has that come out as it is', () => {
  const throwing = coroutine(function* (): Steps {
    yield* sleep(1)
    throw undefined
  })
  test.each<[string, () => Awaitable<unknown>]>([
    ['retry', () => retry(throwing, { attempts: 1 })],
    ['fallback', () => fallback(throwing, throwing)],
    ['hedge', () => hedge(throwing, { maxCalls: 1 })],
    ['singleFlight', () => singleFlight(throwing)()],
    ['memoize', () => memoize(throwing)()],
    ['debounce', () => debounce(throwing, 1)()],
    ['throttle', () => throttle(throwing, 1)()],
    ['batch', () => batch({}, throwing as () => Coroutine<string[]>)(1)],
    ['every', () => every(1, throwing)],
    ['CircuitBreaker.call', () => new CircuitBreaker().call(throwing)],
    ['create of a Pool', () => new Pool({ create: throwing }).acquire()],
    ['Pool.use', () => new Pool({ create: () => sleep(1) }).use(throwing)],
    ['JobQueue.add', () => new JobQueue().add(throwing)],
  ])('%s', (_name, begin) => {
    let thrown: unknown = 'nothing'
    play(function* (): Steps {
      try {
        yield* begin()
      } catch (error) {
        thrown = error
      }
    })
    expect(thrown).toBe(undefined)
  })
})

describe('a promise where nobody awaits it', () => {
  test('from a hook is refused by name, and its rejection is reported', async () => {
    const reported: string[] = []
    using loop = new VirtualLoop()
    loop.setExceptionHandler((_loop, { message, exception }) => reported.push(`${message}: ${exception}`))
    let calls = 0
    const flaky = () => (++calls < 2 ? failing() : sleep(1))
    const onRetry = async (): Promise<void> => {
      throw new Error('late')
    }
    loop.runSync(() => retry(flaky, { delay: 1, onRetry }))
    await Promise.resolve()
    expect(reported).toEqual([
      'error in onRetry of retry(): TypeError: Expected onRetry of retry() to be a plain function that does not wait, got a Promise',
      'error in onRetry of retry(): Error: late',
    ])
  })

  test('from check and destroy of a pool is refused by name', () => {
    const reported = reportsOf(function* (): Steps {
      const pool = new Pool({
        create: () => sleep(1, 1),
        destroy: (async () => {}) as never,
        check: (async () => true) as never,
      })
      yield* pool.use(() => sleep(1))
      yield* pool.use(() => sleep(1))
      yield* pool.close()
    })
    const cure = 'or something to await, got a promise: wrap it with fromPromise() of @acoro/compat'
    expect(reported).toEqual([
      `error in check of <Pool [0 lent, 0 idle, waiting:1]>: TypeError: Expected check of a Pool to return true or false, ${cure}`,
      `error in destroy of <Pool [0 lent, 0 idle, waiting:1]>: TypeError: Expected destroy of a Pool to return nothing, ${cure}`,
      `error in destroy of <Pool [closed, 0 lent, 0 idle, waiting:0]>: TypeError: Expected destroy of a Pool to return nothing, ${cure}`,
    ])
  })
})

describe('options', () => {
  test('of a job that are used again and changed belong to the job as they were', () => {
    play(function* (): Steps {
      const queue = new JobQueue({ concurrency: 1 })
      const options = { key: 1 }
      queue.add(() => sleep(10), options)
      options.key = 2
      queue.add(() => sleep(10), options)
      options.key = 3
      yield* queue.onIdle()
      expect(yield* queue.add(() => sleep(1, 'goes on'))).toBe('goes on')
    })
  })

  test('that change after the call change nothing', () => {
    const rate = { limit: 1, interval: 10 }
    const queue = new JobQueue({ rate })
    rate.limit = 0
    expect(queue.rate).toEqual({ limit: 1, interval: 10 })
    play(function* (): Steps {
      const options = { attempts: 2, delay: 1 }
      const retried = retry(failing, options)
      options.attempts = 100
      expect(String(yield* failure(retried))).toContain('after 2 attempts')
    })
  })

  test('may be an object of a class, whose methods need it', () => {
    class Connections implements PoolOptions<string> {
      readonly #log: string[] = []
      readonly max = 1
      get log(): readonly string[] {
        return this.#log
      }
      *create(): Steps<string> {
        yield* sleep(1)
        return `connection ${this.#log.push('create')}`
      }
      *destroy(value: string): Steps {
        yield* sleep(1)
        this.#log.push(`destroy ${value}`)
      }
      check(): boolean {
        return this.#log.push('check') > 0
      }
    }
    class Feed {
      readonly log: string[] = []
      run({ name }: ChildScope): Awaitable<unknown> {
        this.log.push(name)
        return sleep(1)
      }
    }
    const connections = new Connections()
    const feed = new Feed()
    play(function* (): Steps {
      const pool = new Pool(connections)
      yield* pool.use((value) => sleep(1, value))
      yield* pool.use((value) => sleep(1, value))
      yield* pool.close()
      yield* supervise([feed])
    })
    expect(connections.log).toEqual(['create', 'check', 'destroy connection 1'])
    expect(feed.log).toEqual(['child'])
  })
})

describe('a cancel is no failure', () => {
  test('for a circuit breaker, also if the function turned it into another error', () => {
    play(function* (): Steps {
      const breaker = new CircuitBreaker({ minimum: 1 })
      const task = starting(breaker.call(masking))
      yield* sleep(1)
      task.cancel()
      expect([yield* task, breaker.state]).toEqual(['Error: mask at 1', 'closed'])
    })
  })

  test('and errors of a ticker in the clean-up of a cancelled task are errors', () => {
    play(function* (): Steps {
      const errors: string[] = []
      const ticker = coroutine(function* (): Steps {
        try {
          yield* sleep(100)
        } finally {
          yield* every(
            10,
            (tick) => {
              if (tick.number === 2) tick.stop()
              return failing()
            },
            { onError: (error, { number }) => errors.push(`${error} in run ${number}`) },
          )
        }
      })
      const task = createTask(ticker())
      yield* sleep(1)
      task.cancel()
      yield* failure(task)
      expect(errors).toEqual(['Error: real in run 1', 'Error: real in run 2'])
    })
  })

  test.each<[string, (work: Task<string>) => Awaitable<unknown>, string]>([
    ['hedge', (work) => hedge(() => work, { maxCalls: 1 }), 'A call of hedge() was cancelled'],
    [
      'batch',
      (work) =>
        batch({}, function* () {
          return [yield* work]
        })(1),
      'The call that this one shared was cancelled',
    ],
    ['singleFlight', (work) => singleFlight(() => work)(), 'The call that this one shared was cancelled'],
    ['memoize', (work) => memoize(() => work)(), 'The call that this one shared was cancelled'],
  ])('of the caller of %s if somebody cancels the work: RuntimeError', (_name, begin, message) => {
    play(function* (): Steps {
      const work = createTask(sleep(100, 'value'))
      const waiting = starting(begin(work))
      yield* sleep(1)
      work.cancel()
      expect(yield* waiting).toBe(`RuntimeError: ${message} at 1`)
    })
  })
})

describe('a delay that nobody can wait', () => {
  test('never hides the error of the call: a breaker opens for its default, and reports it', () => {
    const log: string[] = []
    const reported = reportsOf(function* (): Steps {
      for (const openFor of [[-1], new Set<number>()]) {
        const breaker = new CircuitBreaker({ minimum: 1, openFor })
        log.push(yield* outcome(breaker.call(failing)), breaker.state)
        yield* sleep(5000)
        log.push(breaker.state)
      }
    })
    expect(log).toEqual(['Error: real at 1', 'open', 'half-open', 'Error: real at 5002', 'open', 'half-open'])
    expect(reported).toEqual([
      'error in openFor of CircuitBreaker(): RangeError: Expected each of the delays of openFor in milliseconds, 0 or more and finite, got -1',
    ])
  })

  test('ends a supervisor by name, with the failure of the child as the cause', () => {
    play(function* (): Steps {
      const error = yield* failure(supervise([failing], { delay: [-1] }))
      expect([String(error), String(error.cause)]).toEqual([
        'RangeError: Expected each of the delays of supervise() in milliseconds, 0 or more and finite, got -1',
        'Error: real',
      ])
    })
  })
})

describe('a job queue', () => {
  test('is cancelled by a signal whose reason cannot be shown', () => {
    play(function* (): Steps {
      const queue = new JobQueue()
      const controller = new AbortController()
      const job = queue.add(() => sleep(10), { signal: controller.signal })
      yield* sleep(1)
      controller.abort(Object.create(null))
      expect(String(yield* failure(job))).toBe('CancelledError: aborted: an error that cannot be looked at')
    })
  })

  test('is idle once when its last jobs end in one turn', () => {
    const log: string[] = []
    play(function* (): Steps {
      const queue = new JobQueue()
      queue.on('end', () => log.push('end'))
      queue.on('idle', () => log.push('idle'))
      yield* gather([queue.add(() => sleep(10)), queue.add(() => sleep(10))])
      yield* sleep(1)
    })
    expect(log).toEqual(['end', 'end', 'idle'])
  })

  test('tells a listener that listens again in its call of the next event only', () => {
    play(function* (): Steps {
      const queue = new JobQueue()
      let calls = 0
      const again = (): void => {
        if (++calls < 100) queue.on('add', again)
      }
      queue.on('add', again)
      yield* queue.add(() => sleep(1))
      expect(calls).toBe(1)
      yield* queue.add(() => sleep(1))
      expect(calls).toBe(3)
    })
  })
})

describe('thousands', () => {
  test('of idle connections that all broke are replaced', () => {
    play(function* (): Steps {
      let good = true
      let made = 0
      const create = () => sleep(1, ++made)
      const pool = new Pool({ create, destroy: () => {}, check: () => good, max: 10_000 })
      yield* gather(Array.from({ length: 10_000 }, () => pool.use(() => sleep(5))))
      expect(pool.statistics().idle).toBe(10_000)
      good = false
      expect(yield* pool.use((n) => sleep(1, n))).toBe(10_001)
      yield* pool.close()
    })
  })

  test('of children of one function get names of their own', () => {
    play(function* (): Steps {
      const supervisor = new Supervisor()
      const names = Array.from({ length: 5000 }, () => supervisor.start(() => sleep(1)))
      expect(new Set(names).size).toBe(5000)
      yield* supervisor.run()
    })
  })
})

test('a name that throws when it is read is no name', () => {
  const nameless = Object.defineProperty(() => sleep(1), 'name', {
    get() {
      throw new Error('no name')
    },
  })
  play(function* (): Steps {
    yield* singleFlight(nameless)()
    yield* memoize(nameless)()
    yield* debounce(nameless, 1)()
    yield* throttle(nameless, 1)()
    yield* retry(nameless)
    yield* supervise([nameless as Child])
    yield* failure(batch({}, nameless as never)(1))
    for (const ticker of [every(1, nameless), cron('* * * * *', nameless)]) ticker.close()
    yield* new JobQueue().add(nameless)
  })
})

test('a function that is passed gets no `this`, which would be an object of the inside', () => {
  const seen = play(function* () {
    const seen: unknown[] = []
    const fn = function* (this: unknown): Steps {
      seen.push(this)
      yield* sleep(1)
    }
    yield* retry(fn)
    yield* new CircuitBreaker().call(fn)
    yield* bulkhead({ concurrency: 1 }).call(fn)
    yield* hedge(fn)
    yield* fallback(fn, () => 0)
    yield* singleFlight(fn)()
    yield* memoize(fn)()
    yield* debounce(fn, 1)()
    yield* throttle(fn, 1)()
    yield* new JobQueue().add(fn)
    yield* batch({ maxSize: 1 }, function* (this: unknown, keys: readonly unknown[]): Steps<unknown[]> {
      seen.push(this)
      yield* sleep(0)
      return [...keys]
    })(1)
    yield* every(1, function* (this: unknown, tick): Steps {
      seen.push(this)
      tick.stop()
      yield* sleep(0)
    })
    return seen
  })
  expect(seen).toEqual(Array(12).fill(undefined))
})
