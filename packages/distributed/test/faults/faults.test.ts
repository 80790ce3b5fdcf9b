// One test for each line of the matrix of faults in docs/beyond-one-machine.md. The times of locks are short
// here, and those of the profile `quick` in `pnpm test:faults`. These tests wait on the real clock: Redis has
// no other.

import { once } from 'node:events'
import {
  type AsyncGeneratorObject,
  asyncFor,
  coroutine,
  createTask,
  run,
  type Suspension,
  sleep,
} from '@acoro/core'
import { CancelTimeoutError, JobLostError, QueueExecutor, Worker, WorkerLostError } from '@acoro/distributed'
import { Redis } from 'ioredis'
import { expect, it, vi } from 'vitest'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { faultJobs as jobs } from '../support/fault-jobs.ts'
import { makeNotes, startProcess } from '../support/processes.ts'
import { TcpProxy } from '../support/proxy.ts'
import { endsWithTest, newQueue, withSystem } from '../support/system.ts'
import { failureOf, promised } from '../support/waits.ts'

const full = process.env.ACORO_FAULTS === 'full'
const LOCKS = full ? { lock: 10_000, renew: 2500, check: 2500 } : { lock: 1000, renew: 250, check: 100 }

const start = async (args?: readonly string[]) => endsWithTest(await RedisServer.start(args))
const AOF = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec']

it('a worker is killed: its job starts again elsewhere, and the caller sees nothing of it', async () => {
  const redis = await start()
  const notes = makeNotes()
  const queue = newQueue()
  const shared = { connection: redis.address, queue, profile: LOCKS }
  const child = startProcess('work', shared)
  const result = await withSystem(
    redis,
    jobs,
    function* () {
      const executor = new QueueExecutor(jobs, { connection: redis.address, queue })
      const call = createTask(executor.run(jobs.stayOnce, notes.file))
      yield* notes.has('begins 1')
      child.kill('SIGKILL')
      const next = new Worker(jobs, shared)
      const serving = createTask(next.run())
      const result = yield* call
      next.stop()
      yield* serving
      return result
    },
    { worker: { profile: LOCKS } },
  )
  expect([result, ...notes.read()]).toEqual(['run 2', 'begins 1', 'begins 2'])
})

it('a worker is killed in the middle of a stream: the items come in order, each of them once', async () => {
  const redis = await start()
  const notes = makeNotes()
  const queue = newQueue()
  const shared = { connection: redis.address, queue, profile: LOCKS }
  const child = startProcess('work', shared)
  const items = await withSystem(redis, jobs, function* () {
    const executor = new QueueExecutor(jobs, { connection: redis.address, queue })
    const reading = createTask(itemsOf(executor.with({ window: 8 }).stream(jobs.numbers, notes.file, 100)))
    yield* notes.has('stands still')
    child.kill('SIGKILL')
    const next = new Worker(jobs, shared)
    const serving = createTask(next.run())
    const items = yield* reading
    next.stop()
    yield* serving
    return items
  })
  expect(items).toEqual(Array.from({ length: 100 }, (_, n) => n))
  expect(notes.read()).toEqual(['begins 1', 'stands still', 'begins 2'])
})

it('the connection of a reader is cut again and again: the items come in order, each of them once', async () => {
  const redis = await start()
  using proxy = await TcpProxy.start(redis.port)
  const items = await withSystem(
    redis,
    jobs,
    function* ({ executor }) {
      const items: number[] = []
      yield* asyncFor(executor.with({ window: 8 }).stream(jobs.count, 200), function* (item) {
        items.push(item)
        if (item % 50 === 0) proxy.cut()
      })
      return items
    },
    { executor: { connection: proxy.address } },
  )
  expect(items).toEqual(Array.from({ length: 200 }, (_, n) => n))
})

it('a job kills every worker: WorkerLostError, and it is in the dead letters', async () => {
  const redis = await start()
  const notes = makeNotes()
  const queue = newQueue()
  const shared = { connection: redis.address, queue, profile: { lock: 400, renew: 100, check: 50 } }
  let stopped = false
  const keepAlive = async () => {
    while (!stopped) {
      const child = startProcess('work', shared)
      await once(child, 'exit')
    }
  }
  const seen = await withSystem(redis, jobs, function* () {
    void keepAlive()
    const executor = new QueueExecutor(jobs, { connection: redis.address, queue, checkInterval: 500 })
    const error = yield* failureOf(executor.run(jobs.die, notes.file))
    stopped = true
    let letters = yield* executor.deadLetters()
    while (letters.length === 0) letters = yield* executor.deadLetters()
    return { error, letters }
  })
  expect(seen.error).toBeInstanceOf(WorkerLostError)
  expect(notes.read()).toEqual(['dies 1', 'dies 2', 'dies 3'])
  expect(seen.letters).toMatchObject([{ name: 'die', reason: 'job stalled more than allowable limit' }])
})

it('Redis is restarted with its data while a job runs: the result comes', async () => {
  const redis = await start(AOF)
  const notes = makeNotes()
  const result = await withSystem(
    redis,
    jobs,
    function* ({ executor }) {
      const call = createTask(executor.run(jobs.stay, notes.file, 200))
      yield* notes.has('begins 1')
      yield* promised(redis.stop())
      yield* notes.has('ends 1')
      const later = createTask(executor.run(jobs.add, 1, 2))
      yield* promised(redis.start())
      return [yield* call, yield* later]
    },
    { worker: { profile: { lock: 20_000, renew: 5000, check: 500 } } },
  )
  expect(result).toEqual(['run 1', 3])
  expect(notes.read()).toEqual(['begins 1', 'ends 1'])
})

it('Redis is killed and had written everything down: nothing is lost', async () => {
  const redis = await start(AOF)
  const sums = await withSystem(redis, jobs, function* ({ executor }) {
    const calls = Array.from({ length: 50 }, (_, n) => createTask(executor.run(jobs.add, n, n)))
    yield* calls[0]!
    yield* promised(redis.stop('SIGKILL'))
    yield* promised(redis.start())
    const sums: number[] = []
    for (const call of calls) sums.push(yield* call)
    return sums
  })
  expect(sums).toEqual(Array.from({ length: 50 }, (_, n) => 2 * n))
})

it('Redis comes back without its data: the wait ends with JobLostError, and the next call works', async () => {
  const redis = await start()
  const notes = makeNotes()
  const seen = await withSystem(redis, jobs, function* ({ executor }) {
    const call = createTask(executor.run(jobs.stay, notes.file, 60_000))
    yield* notes.has('begins 1')
    yield* promised(redis.stop('SIGKILL'))
    yield* promised(redis.start())
    const error = yield* failureOf(call)
    return { error, sum: yield* executor.run(jobs.add, 1, 2) }
  })
  expect(seen.error).toBeInstanceOf(JobLostError)
  expect((seen.error as Error).message).toMatch(
    /^the job stay \(.*\) is not in Redis any more: Redis lost its data/,
  )
  expect(seen.sum).toBe(3)
})

it('somebody removes the job: JobLostError', async () => {
  const redis = await start()
  const notes = makeNotes()
  const error = await withSystem(redis, jobs, function* ({ executor, queue }) {
    const call = createTask(executor.run(jobs.stay, notes.file, 60_000))
    yield* notes.has('begins 1')
    const client = new Redis(redis.address)
    const found = yield* promised(client.keys(`{acoro}:${queue}:*-*-*-*-*`))
    yield* promised(client.del(...found))
    client.disconnect()
    return yield* failureOf(call)
  })
  expect(error).toBeInstanceOf(JobLostError)
})

it('Redis is paused for less than a lock lives: nothing runs twice', async () => {
  const redis = await start()
  const notes = makeNotes()
  const result = await withSystem(
    redis,
    jobs,
    function* ({ executor }) {
      const call = createTask(executor.run(jobs.stay, notes.file, 1.2 * LOCKS.lock))
      yield* notes.has('begins 1')
      yield* pause(redis, 0.5 * LOCKS.lock)
      return yield* call
    },
    { worker: { profile: LOCKS } },
  )
  expect([result, ...notes.read()]).toEqual(['run 1', 'begins 1', 'ends 1'])
})

it('Redis is paused for longer than a lock lives: the job is stopped, and the result is that of another run', async () => {
  const redis = await start()
  const notes = makeNotes()
  const result = await withSystem(
    redis,
    jobs,
    function* ({ executor }) {
      const call = createTask(executor.run(jobs.stayOnce, notes.file))
      yield* notes.has('begins 1')
      yield* pause(redis, 1.5 * LOCKS.lock)
      return yield* call
    },
    { worker: { profile: LOCKS } },
  )
  expect(result).toMatch(/^run [23]$/)
  expect(notes.read().slice(0, 2)).toEqual(['begins 1', 'this worker lost the lock of the job 1'])
})

it('a worker is cut off: it stops the job before another worker begins it', async () => {
  const redis = await start()
  const notes = makeNotes()
  using proxy = await TcpProxy.start(redis.port)
  const result = await withSystem(
    redis,
    jobs,
    function* ({ executor, queue }) {
      const call = createTask(executor.run(jobs.stayOnce, notes.file))
      yield* notes.has('begins 1')
      proxy.swallows = true
      const next = new Worker(jobs, { connection: redis.address, queue, profile: LOCKS, gracePeriod: 0 })
      const serving = createTask(next.run())
      const result = yield* call
      proxy.swallows = false
      proxy.cut()
      next.stop()
      yield* serving
      return result
    },
    { worker: { profile: LOCKS, connection: proxy.address } },
  )
  expect([result, ...notes.read()]).toEqual([
    'run 2',
    'begins 1',
    'this worker lost the lock of the job 1',
    'begins 2',
  ])
})

it('the connection of the caller is cut: the result comes after the reconnect', async () => {
  const redis = await start()
  const notes = makeNotes()
  using proxy = await TcpProxy.start(redis.port)
  const result = await withSystem(
    redis,
    jobs,
    function* ({ executor }) {
      const call = createTask(executor.run(jobs.stay, notes.file, 100))
      yield* notes.has('begins 1')
      proxy.swallows = true
      yield* notes.has('ends 1')
      proxy.swallows = false
      proxy.cut()
      return yield* call
    },
    { executor: { connection: proxy.address } },
  )
  expect(result).toBe('run 1')
})

it('the reply to a call is lost: it is sent again, and runs once', async () => {
  const redis = await start()
  const notes = makeNotes()
  using proxy = await TcpProxy.start(redis.port)
  const result = await withSystem(
    redis,
    jobs,
    function* ({ executor }) {
      yield* executor.run(jobs.add, 1, 2)
      proxy.swallowsReplies = true
      const call = createTask(executor.run(jobs.stay, notes.file, 1))
      yield* notes.has('ends 1')
      proxy.swallowsReplies = false
      proxy.cut()
      return yield* call
    },
    { executor: { connection: proxy.address } },
  )
  expect([result, ...notes.read()]).toEqual(['run 1', 'begins 1', 'ends 1'])
})

it('the caller dies: without a lease its job ends, with one it is cancelled', async () => {
  const redis = await start()
  const [without, leased] = [makeNotes(), makeNotes()]
  await withSystem(redis, jobs, function* ({ queue }) {
    const shared = { connection: redis.address, queue }
    const callers = [
      startProcess('call', shared, without.file),
      startProcess('call', { ...shared, lease: 500 }, leased.file),
    ]
    yield* without.has('begins 1')
    yield* leased.has('begins 1')
    for (const caller of callers) caller.kill('SIGKILL')
    yield* leased.has('the caller cancelled the job 1')
  })
  expect(without.read()[1]).toBe('this worker ends: the job is handed back 1')
})

it('the loop of a worker is blocked for longer than a lock lives: one result', async () => {
  const redis = await start()
  const notes = makeNotes()
  const queue = newQueue()
  const shared = { connection: redis.address, queue, profile: LOCKS }
  const result = await withSystem(
    redis,
    jobs,
    function* ({ executor }) {
      startProcess('work', shared)
      const call = createTask(executor.run(jobs.block, notes.file, 2 * LOCKS.lock))
      yield* notes.has('blocks 1')
      startProcess('work', shared)
      return yield* call
    },
    { executor: { queue } },
  )
  expect(result).toMatch(/^run \d$/)
})

it('Redis is full: the call fails, and says so', async () => {
  const redis = await start(['--save', '', '--maxmemory', '4mb'])
  const error = await withSystem(redis, jobs, function* ({ executor }) {
    yield* executor.run(jobs.add, 1, 2)
    const texts = Array.from({ length: 50 }, () => 'x'.repeat(200_000))
    return yield* failureOf(executor.map(jobs.add as never, texts))
  })
  expect(String(error)).toMatch(/OOM|memory/)
})

it('Redis may throw keys away: neither side starts', async () => {
  const redis = await start(['--save', '', '--maxmemory', '20mb', '--maxmemory-policy', 'allkeys-lru'])
  const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined)
  const shared = { connection: redis.address, queue: newQueue(), onWarning: () => {} }
  const errors = await run(function* () {
    const executor = new QueueExecutor(jobs, shared)
    return [yield* failureOf(executor.run(jobs.add, 1, 2)), yield* failureOf(new Worker(jobs, shared).run())]
  })
  warned.mockRestore()
  expect(errors.map(String)).toEqual([
    expect.stringMatching(
      /^RuntimeError: Expected Redis at .* to have the maxmemory-policy noeviction, got allkeys-lru/,
    ),
    expect.stringMatching(/maxmemory-policy noeviction, got allkeys-lru|unhandled errors in a TaskGroup/),
  ])
})

it('a job is cancelled while Redis is gone: CancelTimeoutError, and the cancel goes out later', async () => {
  const redis = await start(AOF)
  const notes = makeNotes()
  const error = await withSystem(
    redis,
    jobs,
    function* ({ executor }) {
      const call = createTask(executor.run(jobs.stay, notes.file, 60_000))
      yield* notes.has('begins 1')
      yield* promised(redis.stop())
      call.cancel()
      const error = yield* failureOf(call)
      yield* promised(redis.start())
      yield* notes.has('the caller cancelled the job 1')
      return error
    },
    { executor: { cancelTimeout: 200 }, worker: { profile: { lock: 20_000, renew: 5000, check: 500 } } },
  )
  expect(error).toBeInstanceOf(CancelTimeoutError)
  expect((error as Error).message).toMatch(
    /^Nobody confirmed within 200 ms that the job stay \(.*\) was cancelled: it may run on$/,
  )
})

it('Redis fails over to a replica that lags: JobLostError', async () => {
  const primary = await start()
  const replica = await start()
  using proxy = await TcpProxy.start(primary.port)
  using replication = await TcpProxy.start(primary.port)
  const control = new Redis(replica.address)
  await control.replicaof('127.0.0.1', replication.port)
  while (!(await control.info('replication')).includes('master_link_status:up')) await null
  const queue = newQueue()
  const error = await withSystem(
    primary,
    jobs,
    function* ({ executor }) {
      yield* executor.run(jobs.add, 1, 2)
      replication.swallows = true
      const call = createTask(executor.with({ delay: 60_000 }).run(jobs.add, 1, 2))
      // The caller sends in order, so Redis has the first one when the second one is done.
      yield* sleep(0)
      yield* executor.run(jobs.add, 1, 2)
      yield* promised(primary.stop('SIGKILL'))
      yield* promised(control.replicaof('NO', 'ONE'))
      proxy.target = replica.port
      return yield* failureOf(call)
    },
    { executor: { connection: proxy.address, queue }, worker: { connection: proxy.address, queue } },
  )
  control.disconnect()
  expect(error).toBeInstanceOf(JobLostError)
})

it('the clock of a worker is wrong: it says so', async () => {
  const redis = await start()
  const now = Date.now
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + 10_000)
  const warnings = await withSystem(redis, jobs, function* ({ executor, warnings }) {
    yield* executor.run(jobs.add, 1, 2)
    return warnings
  })
  clock.mockRestore()
  expect(warnings.join()).toMatch(/the clock of this machine is (9|10)\d{3} ms ahead of that of Redis/)
})

const itemsOf = coroutine(function* itemsOf<T>(stream: AsyncGeneratorObject<T>) {
  const items: T[] = []
  yield* asyncFor(stream, function* (item) {
    items.push(item)
  })
  return items
})

function* pause(redis: RedisServer, ms: number): Generator<Suspension, void, unknown> {
  redis.signal('SIGSTOP')
  yield* sleep(ms)
  redis.signal('SIGCONT')
}
