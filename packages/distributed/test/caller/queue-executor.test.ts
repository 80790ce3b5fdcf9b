import {
  asyncFor,
  CancelledError,
  ContextVar,
  coroutine,
  createTask,
  type Future,
  getRunningLoop,
  run,
  sleep,
  toThread,
} from '@acoro/core'
import { currentJob, defineJobs, job, KeyConflictError, QueueExecutor } from '@acoro/distributed'
import { Job } from 'bullmq'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { newQueue, withSystem } from '../support/system.ts'
import { failureOf, promised } from '../support/waits.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(() => redis[Symbol.asyncDispose]())

const user = new ContextVar<string>('user', { default: 'nobody' })

class QuotaError extends Error {
  override readonly name = 'QuotaError'
  readonly limit = 7
}

let runs = 0
const log: unknown[] = []
const jobs = defineJobs(
  {
    add: (a: number, b: number) => a + b,
    double: (n: number) => 2 * n,
    later: async (text: string) => `later ${text}`,
    slowly: coroutine(function* slowly(ms: number) {
      yield* sleep(ms)
      return `after ${ms} ms`
    }),
    echo: (value: unknown) => value,
    fail(): never {
      throw new QuotaError('too much', { cause: new RangeError('over 7') })
    },
    throwValue(value: unknown): never {
      throw value
    },
    returnFunction: () => () => 1,
    who: () => user.get(),
    trace: () => currentJob().trace,
    count: (text: string) => `${text} ${++runs}`,
    flaky: job(
      () => {
        const { attempt } = currentJob()
        log.push(attempt)
        if (attempt < 3) throw new Error(`attempt ${attempt}`)
        return `done at ${attempt}`
      },
      { attempts: 3, delays: [1, 2] },
    ),
    late: job(
      function* late() {
        try {
          yield* sleep(60_000)
        } finally {
          log.push('cleaned up')
        }
      },
      { timeout: 20 },
    ),
  },
  { carry: [user], errors: [QuotaError] },
)

describe('a job', () => {
  it('may be a plain function, an async one, or a coroutine function', async () => {
    const results = await withSystem(redis, jobs, function* ({ executor }) {
      const sum: number = yield* executor.run(jobs.add, 20, 22)
      const text: string = yield* executor.run(jobs.later, 'or never')
      const slow: string = yield* executor.run(jobs.slowly, 1)
      return [sum, text, slow]
    })
    expect(results).toEqual([42, 'later or never', 'after 1 ms'])
  })

  it('is what toThread runs if the executor is the default', async () => {
    const sum = await withSystem(redis, jobs, function* ({ executor }) {
      getRunningLoop().setDefaultExecutor(executor)
      return yield* toThread(jobs.add, 1, 2)
    })
    expect(sum).toBe(3)
  })

  it('keeps what JSON would change', async () => {
    const circle: { self?: unknown } = {}
    circle.self = circle
    const values = [
      undefined,
      -0,
      Number.NaN,
      10n,
      new Date(0),
      new Map([[1, new Set('a')]]),
      Object.assign(new Array(3), { 0: 1, 2: 3 }),
      circle,
    ]
    const back = await withSystem(redis, jobs, (system) => system.executor.map(jobs.echo, values).collect())
    expect(back).toEqual(values)
    expect(Object.is(back[1], -0)).toBe(true)
    expect(1 in (back[6] as object)).toBe(false)
  })

  it('throws here what it threw there, with class, cause, properties and stack', async () => {
    const error = await withSystem(redis, jobs, (system) => failureOf(system.executor.run(jobs.fail)))
    expect(error).toBeInstanceOf(QuotaError)
    expect(error).toMatchObject({ message: 'too much', limit: 7, cause: new RangeError('over 7') })
    expect((error as Error).stack).toContain('queue-executor.test.ts')
  })

  it.each([['a string'], [undefined], [{ code: 7 }]])('may throw %j', async (value) => {
    const error = await withSystem(redis, jobs, (system) =>
      failureOf(system.executor.run(jobs.throwValue, value)),
    )
    expect(error).toEqual(value)
  })

  it('fails if its result cannot be sent', async () => {
    const error = await withSystem(redis, jobs, (system) =>
      failureOf(system.executor.run(jobs.returnFunction)),
    )
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toMatch(
      /^Expected the result of returnFunction to be something that can be sent: /,
    )
  })

  it('sees the context variables that are carried, as they were at the call', async () => {
    const seen = await withSystem(redis, jobs, function* ({ executor }) {
      user.set('ada')
      const call = executor.submit(jobs.who)
      user.set('bob')
      const future = getRunningLoop().createFuture<unknown>()
      call.onDone(
        (name) => future.setResult(name),
        (error) => future.setException(error),
      )
      return [yield* future, yield* executor.run(jobs.who)]
    })
    expect(seen).toEqual(['ada', 'bob'])
  })

  it('knows the trace of its caller, and none that is malformed', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const seen = await withSystem(
      redis,
      jobs,
      function* ({ executor }) {
        return [yield* executor.run(jobs.trace), yield* executor.run(jobs.trace)]
      },
      { executor: { trace: tracesInTurn({ traceparent, tracestate: 'a=1' }, { traceparent: 'x' }) } },
    )
    expect(seen).toEqual([{ traceparent, tracestate: 'a=1' }, undefined])
  })

  it('is called again as often as it may fail, after its delays', async () => {
    log.length = 0
    const result = await withSystem(redis, jobs, (system) => system.executor.run(jobs.flaky) as never)
    expect([result, ...log]).toEqual(['done at 3', 1, 2, 3])
  })

  it('is cut off by its timeout, and cleans up', async () => {
    log.length = 0
    const error = await withSystem(redis, jobs, (system) => failureOf(system.executor.run(jobs.late)))
    expect([(error as Error).name, ...log]).toEqual(['TimeoutError', 'cleaned up'])
  })

  it('is not run if it has expired', async () => {
    const error = await withSystem(redis, jobs, function* ({ executor }) {
      return yield* failureOf(executor.with({ expires: 1, delay: 50 }).run(jobs.add, 1, 2))
    })
    expect(String(error)).toBe('TimeoutError: the job add expired before it began')
  })
})

describe('map', () => {
  it('returns the results in order, or one by one', async () => {
    const seen = await withSystem(redis, jobs, function* ({ executor }) {
      const all = yield* executor.map(jobs.double, [1, 2, 3], { limit: 2 })
      const some: number[] = []
      yield* asyncFor(executor.map(jobs.double, [4, 5]), function* (n) {
        some.push(n)
      })
      return [all, some]
    })
    expect(seen).toEqual([
      [2, 4, 6],
      [8, 10],
    ])
  })
})

describe('a key', () => {
  it('runs a call once, whoever calls at the same time or later', async () => {
    runs = 0
    const results = await withSystem(redis, jobs, function* ({ executor }) {
      const other = executor.with({ key: 'order 7' })
      const together = [createTask(other.run(jobs.count, 'run')), createTask(other.run(jobs.count, 'run'))]
      const results: unknown[] = []
      for (const task of together) results.push(yield* task)
      results.push(yield* other.run(jobs.count, 'run'))
      return [...results, yield* executor.run(jobs.count, 'run')]
    })
    expect(results).toEqual(['run 1', 'run 1', 'run 1', 'run 2'])
  })

  it('refuses other arguments', async () => {
    const error = await withSystem(redis, jobs, function* ({ executor }) {
      const keyed = executor.with({ key: 'order 8' })
      yield* keyed.run(jobs.count, 'one')
      return yield* failureOf(keyed.run(jobs.count, 'two'))
    })
    expect(error).toBeInstanceOf(KeyConflictError)
    expect((error as Error).message).toMatch(/^The key of count was used with other arguments: /)
  })

  it('lets a failed call be tried again, also before BullMQ has noted the failure', async () => {
    const { moveToFailed } = Job.prototype
    using noting = vi.spyOn(Job.prototype, 'moveToFailed')
    let tries = 0
    noting.mockImplementation(async function (this: Job, ...args) {
      tries++
      // Once the caller has heard of the failure, it has begun the next try long before this is over.
      await new Promise((resolve) => setTimeout(resolve, 100))
      return moveToFailed.apply(this, args)
    })
    const errors = await withSystem(redis, jobs, function* ({ executor }) {
      const keyed = executor.with({ key: 'order 9' })
      return [yield* failureOf(keyed.run(jobs.fail)), yield* failureOf(keyed.run(jobs.fail))]
    })
    expect([tries, ...errors]).toEqual([2, expect.any(QuotaError), expect.any(QuotaError)])
  })
})

describe('the executor', () => {
  it('keeps no more than maxOutstanding jobs in Redis, and drops the others at once', async () => {
    const seen = await withSystem(
      redis,
      jobs,
      function* ({ executor }) {
        const calls = [1, 2, 3, 4].map((n) => executor.submit(jobs.slowly, n))
        const before = executor.statistics()
        const failures: unknown[] = []
        calls[3]?.onDone(
          () => {},
          (error) => failures.push(error),
        )
        const answers = [calls[3]?.cancel(), calls[3]?.cancel()]
        yield* executor.shutdown()
        return { before, answers, failures, after: executor.statistics() }
      },
      { executor: { maxOutstanding: 2 } },
    )
    expect(seen).toEqual({
      before: { outstanding: 2, queued: 2 },
      answers: [true, false],
      failures: [expect.any(CancelledError)],
      after: { outstanding: 0, queued: 0 },
    })
  })

  it('leaves nothing in Redis that grows with the results', async () => {
    const left = await withSystem(redis, jobs, function* ({ executor, queue }) {
      yield* executor.map(
        jobs.echo,
        Array.from({ length: 50 }, () => 'x'.repeat(1000)),
      )
      const client = new Redis(redis.address)
      try {
        const streams = yield* promised(client.keys(`{acoro}:${queue}:acoro:results:*`))
        const lengths: number[] = []
        for (const stream of streams) lengths.push(yield* promised(client.xlen(stream)))
        const events = yield* promised(client.xrange(`{acoro}:${queue}:events`, '-', '+'))
        return { lengths, told: JSON.stringify(events).includes('xxx') }
      } finally {
        client.disconnect()
      }
    })
    expect(left).toEqual({ lengths: [0], told: false })
  })

  it('shutdown removes jobs that have not begun, if it is told to', async () => {
    const ends = await withSystem(
      redis,
      jobs,
      function* ({ executor }) {
        const loop = getRunningLoop()
        const futures: Future<unknown>[] = [1, 2, 3].map((n) =>
          loop.runInExecutor(executor, jobs.slowly, 100 * n),
        )
        yield* executor.shutdown({ cancelPending: true })
        yield* sleep(0)
        return futures.map((future) => future.done() && future.cancelled())
      },
      { worker: { concurrency: 1 } },
    )
    expect(ends.slice(1)).toEqual([true, true])
  })

  it('retries dead letters', async () => {
    const seen = await withSystem(redis, jobs, function* ({ executor }) {
      yield* failureOf(executor.run(jobs.throwValue, 'for ever'))
      // The error comes a moment before the job has ended.
      let letters = yield* executor.deadLetters()
      while (letters.length === 0) letters = yield* executor.deadLetters()
      const [letter] = letters
      return {
        letters,
        again: yield* executor.retry(letter?.id ?? ''),
        none: yield* executor.retry('no-such-id'),
      }
    })
    expect(seen).toEqual({
      letters: [
        {
          id: expect.any(String),
          name: 'throwValue',
          args: ['for ever'],
          reason: 'for ever',
          attempts: 1,
          failedAt: expect.any(Date),
        },
      ],
      again: true,
      none: false,
    })
  })
})

describe('wrong input', () => {
  const connection = 'redis://127.0.0.1:1'
  it.each<[string, () => unknown, string]>([
    [
      'jobs that defineJobs() did not make',
      () => new QueueExecutor({ add: 1 }, { connection }),
      'Expected the jobs of a QueueExecutor, what defineJobs() returned, got an object',
    ],
    [
      'no options',
      () => new QueueExecutor(jobs, undefined as never),
      'Expected the options of QueueExecutor() as an object, got undefined',
    ],
    [
      'no connection',
      () => new QueueExecutor(jobs, {} as never),
      'Expected the option connection of QueueExecutor(), where Redis is, got undefined',
    ],
    [
      'an address that is none, without its password',
      () => new QueueExecutor(jobs, { connection: 'http://ada:secret@example.org/x?y' }),
      'Expected the option connection of QueueExecutor() to be an address (redis://host:port) or the options of ioredis, got "http://example.org/x"',
    ],
    [
      'a queue with a colon',
      () => new QueueExecutor(jobs, { connection, queue: 'a:b' }),
      'Expected the option queue of QueueExecutor() to be text without «:», got "a:b"',
    ],
    [
      'no room',
      () => new QueueExecutor(jobs, { connection, maxOutstanding: 0 }),
      'Expected the option maxOutstanding of QueueExecutor() to be a whole number of at least 1, got 0',
    ],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(message)
  })

  it('of a call is refused at the call', () =>
    run(function* () {
      const executor = new QueueExecutor(jobs, { connection, queue: newQueue(), onWarning: () => {} })
      expect(() => executor.submit(Math.max, 1, 2)).toThrow(
        /^Expected one of the jobs of this executor \(add, double, .*\), got the function max: give it to defineJobs\(\)/,
      )
      expect(() => executor.submit(jobs.echo, { rows: [() => 1] })).toThrow(
        /^Expected the arguments of echo to be something that can be sent: .*rows\[0\]/,
      )
      expect(() => executor.with({ priority: 0 })).toThrow(
        'Expected the option priority of with() to be a whole number of at least 1, got 0',
      )
      yield* executor.shutdown()
      expect(() => executor.submit(jobs.add, 1, 2)).toThrow(/^cannot submit a job after shutdown of /)
    }))
})

function tracesInTurn<T>(...traces: T[]): () => T | undefined {
  return () => traces.shift()
}
