import { CancelledError, coroutine, createTask, run, sleep } from '@acoro/core'
import { currentJob, defineJobs, QueueExecutor, UnknownJobError, Worker } from '@acoro/distributed'
import { Event } from '@acoro/sync'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { newQueue, SHORT, withSystem } from '../support/system.ts'
import { failureOf, promised } from '../support/waits.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(() => redis[Symbol.asyncDispose]())

const log: unknown[] = []
let began: Event
beforeEach(() => {
  log.length = 0
  began = new Event()
})

const jobs = defineJobs({
  add: (a: number, b: number) => a + b,
  stay: coroutine(function* stay(name: string) {
    log.push(`${name} begins, run ${currentJob().attempt}`)
    began.set()
    try {
      yield* sleep(currentJob().attempt > 1 ? 1 : 60_000)
      return `${name} is done`
    } catch (error) {
      log.push(`${name}: ${(error as Error).message}`)
      throw error
    } finally {
      yield* sleep(1)
      log.push(`${name} has cleaned up`)
    }
  }),
  listens: async () => {
    const { signal } = currentJob()
    began.set()
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    log.push('aborted')
    throw signal.reason
  },
  deaf: async () => {
    began.set()
    await new Promise(() => {})
  },
  computes(ms: number) {
    const end = performance.now() + ms
    while (performance.now() < end);
    return 'computed'
  },
})
const more = defineJobs({ unknown: () => 1, add: (a: number, b: number) => a + b })

describe('cancelling', () => {
  it('reaches a running job, and run() waits until it has cleaned up', async () => {
    const error = await withSystem(redis, jobs, function* ({ executor }) {
      const call = createTask(executor.run(jobs.stay, 'a job'))
      yield* began.wait()
      call.cancel()
      return yield* failureOf(call)
    })
    expect(error).toBeInstanceOf(CancelledError)
    expect(log).toEqual([
      'a job begins, run 1',
      'a job: the caller cancelled the job',
      'a job has cleaned up',
    ])
  })

  it('leaves no dead letter', async () => {
    const letters = await withSystem(redis, jobs, function* ({ executor }) {
      const call = createTask(executor.run(jobs.stay, 'a job'))
      yield* began.wait()
      call.cancel()
      yield* failureOf(call)
      yield* executor.run(jobs.add, 1, 2)
      return yield* executor.deadLetters()
    })
    expect(letters).toEqual([])
  })

  it('removes a job that waits, which never begins', async () => {
    const seen = await withSystem(
      redis,
      jobs,
      function* ({ executor }) {
        const first = createTask(executor.run(jobs.stay, 'first'))
        yield* began.wait()
        const second = createTask(executor.run(jobs.stay, 'second'))
        yield* sleep(0)
        second.cancel()
        const errors = [yield* failureOf(second)]
        first.cancel()
        errors.push(yield* failureOf(first))
        return errors
      },
      { worker: { concurrency: 1 } },
    )
    expect(seen).toEqual([expect.any(CancelledError), expect.any(CancelledError)])
    expect(log.filter((line) => String(line).startsWith('second'))).toEqual([])
  })

  it('aborts the signal of an async function, and waits for its end', async () => {
    await withSystem(redis, jobs, function* ({ executor }) {
      const call = createTask(executor.run(jobs.listens))
      yield* began.wait()
      call.cancel()
      yield* failureOf(call)
    })
    expect(log).toEqual(['aborted'])
  })

  it('does not wait for an async function that does not listen', async () => {
    const error = await withSystem(redis, jobs, function* ({ executor }) {
      const call = createTask(executor.run(jobs.deaf))
      yield* began.wait()
      call.cancel()
      return yield* failureOf(call)
    })
    expect(error).toBeInstanceOf(CancelledError)
  })

  it('of one of two calls with a key leaves the job to the other', async () => {
    const results = await withSystem(redis, jobs, function* ({ executor }) {
      const keyed = executor.with({ key: 'shared' })
      const calls = [1, 2].map(() => createTask(keyed.run(jobs.add, 1, 2)))
      calls[0]?.cancel()
      return [yield* failureOf(calls[0]!), yield* calls[1]!]
    })
    expect(results).toEqual([expect.any(CancelledError), 3])
  })
})

describe('stop()', () => {
  it('lets running jobs end within the grace period', async () => {
    const result = await withSystem(
      redis,
      jobs,
      function* ({ executor, worker }) {
        const call = createTask(executor.run(jobs.computes, 1))
        const sum = yield* executor.run(jobs.add, 1, 2)
        worker.stop()
        return [sum, yield* call]
      },
      { worker: { gracePeriod: 5000 } },
    )
    expect(result).toEqual([3, 'computed'])
  })

  it('hands the others back: another worker begins them at once', async () => {
    const result = await withSystem(redis, jobs, function* ({ executor, worker, queue }) {
      const call = createTask(executor.run(jobs.stay, 'a job'))
      yield* began.wait()
      worker.stop()
      const next = new Worker(jobs, { connection: redis.address, queue, profile: SHORT, gracePeriod: 0 })
      const serving = createTask(next.run())
      const result = yield* call
      next.stop()
      yield* serving
      return result
    })
    expect(result).toBe('a job is done')
    expect(log).toEqual([
      'a job begins, run 1',
      'a job: this worker ends: the job is handed back',
      'a job has cleaned up',
      'a job begins, run 2',
      'a job has cleaned up',
    ])
  })

  it('does not take a job again that it handed back', async () => {
    const runs = await withSystem(redis, jobs, function* ({ executor, worker }) {
      const call = createTask(executor.run(jobs.stay, 'a job'))
      yield* began.wait()
      worker.stop()
      while (worker.statistics().running > 0) yield* sleep(1)
      call.cancel()
      yield* failureOf(call)
      return log.filter((line) => String(line).includes('begins'))
    })
    expect(runs).toEqual(['a job begins, run 1'])
  })

  it('after the end of the program changes nothing', async () => {
    const worker = await withSystem(redis, jobs, function* ({ executor, worker }) {
      yield* executor.run(jobs.add, 1, 2)
      return worker
    })
    worker.stop()
  })

  it('before run() ends it at once', () =>
    run(function* () {
      const worker = new Worker(jobs, { connection: redis.address, queue: newQueue() })
      worker.stop()
      yield* worker.run()
    }))
})

describe('a worker', () => {
  it('that is cancelled hands its jobs back', async () => {
    const shared = { connection: redis.address, queue: newQueue() }
    const waiting = await run(function* () {
      const client = new Redis(redis.address)
      const worker = createTask(new Worker(jobs, { ...shared, profile: SHORT }).run())
      const executor = new QueueExecutor(jobs, shared)
      const call = createTask(executor.run(jobs.stay, 'a job'))
      yield* began.wait()
      worker.cancel()
      yield* failureOf(worker)
      const waiting = yield* promised(client.llen(`{acoro}:${shared.queue}:wait`))
      client.disconnect()
      call.cancel()
      yield* failureOf(call)
      return waiting
    })
    expect(waiting).toBe(1)
  })

  it('hands a job that it does not know back once, then refuses it', async () => {
    const queue = newQueue()
    const error = await withSystem(
      redis,
      jobs,
      function* () {
        const executor = new QueueExecutor(more, { connection: redis.address, queue })
        return yield* failureOf(executor.run(more.unknown))
      },
      { worker: { queue } },
    )
    expect(error).toBeInstanceOf(UnknownJobError)
    expect((error as Error).message).toBe('No worker of the queue knows the job "unknown"')
  })

  it('stops jobs whose lock it lost, and another run gives the result', async () => {
    const result = await withSystem(redis, jobs, function* ({ executor, queue }) {
      const call = createTask(executor.run(jobs.stay, 'a job'))
      yield* began.wait()
      const client = new Redis(redis.address)
      const [lock = ''] = yield* promised(client.keys(`{acoro}:${queue}:*:lock`))
      yield* promised(client.set(lock, 'another worker'))
      yield* promised(client.pexpire(lock, 300))
      client.disconnect()
      return yield* call
    })
    expect(result).toBe('a job is done')
    expect(log.slice(0, 3)).toEqual([
      'a job begins, run 1',
      'a job: this worker lost the lock of the job',
      'a job has cleaned up',
    ])
  })

  it('warns of a loop that is blocked', async () => {
    const warnings = await withSystem(redis, jobs, function* ({ executor, warnings }) {
      yield* executor.run(jobs.computes, SHORT.lock * 0.6)
      yield* sleep(150)
      return warnings
    })
    expect(warnings.join()).toContain('the loop was blocked for more than half the life of a lock')
  })

  it('can be run once', () =>
    run(function* () {
      const worker = new Worker(jobs, { connection: redis.address, queue: newQueue() })
      worker.stop()
      yield* worker.run()
      worker.stop()
      expect(String(yield* failureOf(worker.run()))).toMatch(
        /^RuntimeError: <Worker .*> was run before: make a new one$/,
      )
    }))

  it.each<[string, () => unknown, string]>([
    [
      'jobs that defineJobs() did not make',
      () => new Worker({}, { connection: 'redis://127.0.0.1:1' }),
      'Expected the jobs of a Worker, what defineJobs() returned, got an object',
    ],
    [
      'a concurrency of 0',
      () => new Worker(jobs, { connection: 'redis://127.0.0.1:1', concurrency: 0 }),
      'Expected the option concurrency of Worker() to be a whole number of at least 1, got 0',
    ],
    [
      'a profile that is none',
      () => new Worker(jobs, { connection: 'redis://127.0.0.1:1', profile: 'fast' as never }),
      `Expected the option profile of Worker() to be 'steady', 'quick' or { lock, renew, check }, got the string "fast"`,
    ],
    [
      'locks that are renewed too seldom',
      () =>
        new Worker(jobs, {
          connection: 'redis://127.0.0.1:1',
          profile: { lock: 1000, renew: 600, check: 100 },
        }),
      'Expected renew in the option profile of Worker() to be at most half of lock, 1000 ms, got 600: a lock must be renewed twice before it ends',
    ],
  ])('refuses %s', (_what, make, message) => {
    expect(make).toThrow(message)
  })
})
