import {
  type AsyncGeneratorObject,
  asyncFor,
  asyncGenerator,
  CancelledError,
  coroutine,
  createTask,
  emit,
  type Suspension,
  sleep,
} from '@acoro/core'
import { currentJob, defineJobs, JobLostError, job } from '@acoro/distributed'
import { Event } from '@acoro/sync'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { TcpProxy } from '../support/proxy.ts'
import { withSystem } from '../support/system.ts'
import { failureOf, promised } from '../support/waits.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(() => redis[Symbol.asyncDispose]())

const log: unknown[] = []
let began: Event
let ended: Event
beforeEach(() => {
  log.length = 0
  began = new Event()
  ended = new Event()
})

const count = asyncGenerator(function* count(to: number) {
  for (let n = 0; n < to; n++) yield* emit(n)
})

const jobs = defineJobs({
  add: (a: number, b: number) => a + b,
  count,
  natively: async function* natively(to: number) {
    for (let n = 0; n < to; n++) yield `item ${n}`
  },
  later: coroutine(function* later(to: number) {
    yield* sleep(1)
    return count(to)
  }),
  /** Says what it has emitted, and how it ends. */
  told: asyncGenerator(function* told(to: number) {
    began.set()
    try {
      for (let n = 0; n < to; n++) {
        yield* emit(n)
        log.push(n)
      }
    } catch (error) {
      log.push((error as Error).message)
      throw error
    } finally {
      yield* sleep(1)
      log.push('cleaned up')
      ended.set()
    }
  }),
  silent: asyncGenerator(function* silent() {
    began.set()
    try {
      yield* sleep(60_000)
      yield* emit(0)
    } finally {
      yield* sleep(1)
      log.push('cleaned up')
    }
  }),
  breaks: asyncGenerator(function* breaks(after: number) {
    for (let n = 0; n < after; n++) yield* emit(n)
    throw new RangeError('no more of them')
  }),
  flaky: job(
    asyncGenerator(function* flaky() {
      const { attempt } = currentJob()
      for (let n = 0; n < 50; n++) {
        if (n === 40 && attempt === 1) throw new Error('once')
        log.push(`${attempt}: ${n}`)
        yield* emit(n)
      }
    }),
    { attempts: 2 },
  ),
  unfit: asyncGenerator(function* unfit() {
    yield* emit(1)
    yield* emit(() => 1)
  }),
})

const numbers = (to: number): number[] => Array.from({ length: to }, (_, n) => n)

function* all<T>(source: AsyncGeneratorObject<T>): Generator<Suspension, T[], unknown> {
  const items: T[] = []
  yield* asyncFor(source, function* (item) {
    items.push(item)
  })
  return items
}

describe('a stream', () => {
  it('has the items of an async generator, in their order, whoever made it', async () => {
    const seen = await withSystem(redis, jobs, function* ({ executor }) {
      return {
        none: yield* all(executor.stream(jobs.count, 0)),
        many: yield* all(executor.stream(jobs.count, 200)),
        native: yield* all(executor.stream(jobs.natively, 2)),
        later: yield* all(executor.stream(jobs.later, 3)),
        slowly: yield* all(executor.with({ window: 1 }).stream(jobs.count, 5)),
      }
    })
    expect(seen).toEqual({
      none: [],
      many: numbers(200),
      native: ['item 0', 'item 1'],
      later: [0, 1, 2],
      slowly: numbers(5),
    })
  })

  it('is no more than a window ahead of its reader', async () => {
    const seen = await withSystem(redis, jobs, function* ({ executor }) {
      const stream = executor.with({ window: 4 }).stream(jobs.told, 100)
      const first = yield* stream.anext()
      yield* executor.run(jobs.add, 1, 2)
      const made = log.length
      const rest = yield* all(stream)
      return { first: first.value, made, rest }
    })
    // One was read. Whether the worker has heard of it by now depends on the machine.
    expect([4, 1 + 4]).toContain(seen.made)
    expect(seen).toMatchObject({ first: 0, rest: numbers(100).slice(1) })
  })

  it('leaves at most a window of items in Redis, if its reader hears nothing', async () => {
    using proxy = await TcpProxy.start(redis.port)
    const left = await withSystem(
      redis,
      jobs,
      function* ({ executor, queue }) {
        yield* executor.run(jobs.add, 1, 2)
        const stream = executor.with({ window: 4 }).stream(jobs.told, 100)
        proxy.swallowsReplies = true
        const reading = createTask(stream.anext())
        yield* began.wait()
        const client = new Redis(redis.address)
        const keys = yield* promised(client.keys(`{acoro}:${queue}:acoro:results:*`))
        let left = 0
        while (left < 4) left = yield* promised(client.xlen(keys[0] as string))
        client.disconnect()
        proxy.swallowsReplies = false
        proxy.cut()
        yield* reading
        const rest = yield* all(stream)
        return { left, ahead: log.indexOf(4) >= 0, count: rest.length }
      },
      { executor: { connection: proxy.address } },
    )
    expect(left).toEqual({ left: 4, ahead: true, count: 99 })
  })

  it('throws the error of its job after the items before it', async () => {
    const seen = await withSystem(redis, jobs, function* ({ executor }) {
      const items: number[] = []
      const error = yield* failureOf(
        asyncFor(executor.stream(jobs.breaks, 3), function* (item) {
          items.push(item)
        }),
      )
      return { items, error }
    })
    expect(seen).toEqual({ items: [0, 1, 2], error: new RangeError('no more of them') })
  })

  it('goes on where it was if its job is begun again', async () => {
    const items = await withSystem(redis, jobs, (system) => all(system.executor.stream(jobs.flaky)) as never)
    expect(items).toEqual(numbers(50))
    expect(log).toContain('2: 0')
  })

  it('fails at an item that cannot be sent', async () => {
    const error = await withSystem(redis, jobs, (system) =>
      failureOf(all(system.executor.stream(jobs.unfit)) as never),
    )
    expect(String(error)).toMatch(/^TypeError: Expected item 1 of unfit to be something that can be sent: /)
  })

  it('that is left early cancels its job, and waits for its end', async () => {
    await withSystem(redis, jobs, function* ({ executor }) {
      yield* asyncFor(executor.stream(jobs.told, 1000), function* (item) {
        return item < 2
      })
      log.push('left')
    })
    expect(log.slice(-3)).toEqual(['the async generator was closed', 'cleaned up', 'left'])
  })

  it('may be closed more than once', async () => {
    await withSystem(redis, jobs, function* ({ executor }) {
      const stream = executor.stream(jobs.told, 1000)
      yield* stream.anext()
      yield* stream.aclose()
      yield* stream.aclose()
    })
    expect(log.slice(-2)).toEqual(['the async generator was closed', 'cleaned up'])
  })
})

describe('a reader that is cancelled', () => {
  it('while it waits for an item ends the stream, when its job has cleaned up', async () => {
    const error = await withSystem(redis, jobs, function* ({ executor }) {
      const reading = createTask(all(executor.stream(jobs.silent)))
      yield* began.wait()
      reading.cancel()
      return yield* failureOf(reading)
    })
    expect([error, ...log]).toEqual([expect.any(CancelledError), 'cleaned up'])
  })

  it('while its job waits for room ends both', async () => {
    const error = await withSystem(redis, jobs, function* ({ executor }) {
      const reading = createTask(
        asyncFor(executor.with({ window: 2 }).stream(jobs.told, 100), function* () {
          yield* sleep(60_000)
        }),
      )
      yield* began.wait()
      yield* executor.run(jobs.add, 1, 2)
      reading.cancel()
      return yield* failureOf(reading)
    })
    expect(error).toBeInstanceOf(CancelledError)
    expect(log.slice(-2)).toEqual(['the async generator was closed', 'cleaned up'])
  })

  it('twice still waits for the end', async () => {
    const error = await withSystem(redis, jobs, function* ({ executor }) {
      const reading = createTask(all(executor.stream(jobs.silent)))
      yield* began.wait()
      reading.cancel()
      yield* sleep(0)
      reading.cancel()
      return yield* failureOf(reading)
    })
    expect([error, ...log]).toEqual([expect.any(CancelledError), 'cleaned up'])
  })

  it('before there is room for its job never begins it', async () => {
    const error = await withSystem(
      redis,
      jobs,
      function* ({ executor }) {
        const first = createTask(all(executor.stream(jobs.silent)))
        yield* began.wait()
        const second = createTask(all(executor.stream(jobs.told, 3)))
        yield* sleep(0)
        second.cancel()
        const error = yield* failureOf(second)
        first.cancel()
        yield* failureOf(first)
        return error
      },
      { executor: { maxOutstanding: 1 } },
    )
    expect([error, ...log]).toEqual([expect.any(CancelledError), 'cleaned up'])
  })

  it('by its death has its job cancelled: a stream has a lease, and one that comes back is told', async () => {
    const error = await withSystem(redis, jobs, function* ({ executor, queue }) {
      const stream = executor.stream(jobs.told, 1000)
      yield* stream.anext()
      const client = new Redis(redis.address)
      const [lease = ''] = yield* promised(client.keys(`{acoro}:${queue}:acoro:lease:*`))
      yield* promised(client.del(lease))
      client.disconnect()
      yield* ended.wait()
      return yield* failureOf(all(stream) as never)
    })
    expect(log.slice(-2)).toEqual(['the async generator was closed', 'cleaned up'])
    expect(error).toBeInstanceOf(JobLostError)
    expect((error as Error).message).toMatch(
      /^the job told \(.*\) was cancelled by its worker, because the lease of its caller had run out: /,
    )
  })
})

describe('what others write', () => {
  it('into the streams of callers and workers is passed over', async () => {
    const items = await withSystem(redis, jobs, function* ({ executor, queue }) {
      const stream = executor.with({ window: 2 }).stream(jobs.count, 20)
      const first = yield* stream.anext()
      const client = new Redis(redis.address)
      const [results = ''] = yield* promised(client.keys(`{acoro}:${queue}:acoro:results:*`))
      const [inbox = ''] = yield* promised(client.keys(`{acoro}:${queue}:acoro:workers`))
      const [worker = ''] = yield* promised(client.zrange(inbox, '0', '-1'))
      const garbage = [
        ['x', '1'],
        ['i', 'nobody', 'k', 'v', 'm', '{'],
        ['i', 'nobody', 'k', 'z', 'm', '{}', 'n', 'NaN'],
      ]
      for (const fields of garbage) {
        yield* promised(client.xadd(results, '*', ...fields))
        yield* promised(client.xadd(`{acoro}:${queue}:acoro:inbox:${worker}`, '*', ...fields))
      }
      client.disconnect()
      return [first.value, ...(yield* all(stream))]
    })
    expect(items).toEqual(numbers(20))
  })
})

describe('wrong use', () => {
  it('of stream() is refused', async () => {
    const seen = await withSystem(redis, jobs, function* ({ executor }) {
      expect(() => executor.stream(Math.max as never)).toThrow(/^Expected one of the jobs of this executor/)
      expect(() => executor.with({ key: 'x' }).stream(jobs.count, 1)).toThrow(
        'Expected a stream without a key, got the key of with(): calls with a key share one result',
      )
      expect(() => executor.with({ window: 0 })).toThrow(
        'Expected the option window of with() to be a whole number of at least 1, got 0',
      )
      return [
        yield* failureOf(executor.run(jobs.count, 1)),
        yield* failureOf(executor.stream(jobs.add as never, 1, 2).anext()),
      ].map(String)
    })
    expect(seen).toEqual([
      'TypeError: The job count returns its items one by one: call it by stream() of the executor',
      'TypeError: Expected the job add to return an async generator, because it was called by stream(), got the number 3',
    ])
  })
})
