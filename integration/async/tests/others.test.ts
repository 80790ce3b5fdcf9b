// Published libraries, taken in by `include`, beside what their READMEs promise. Nothing of them is changed.

import { taskOf } from '@acoro/async'
import { virtual } from '@acoro/testing'
import { Mutex, Semaphore, withTimeout } from 'async-mutex'
import PQueue from 'p-queue'
import pRetry, { AbortError } from 'p-retry'
import { expect, it } from 'vitest'

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

it(
  'p-queue: concurrency, priorities, and a pause',
  virtual(async (loop) => {
    const queue = new PQueue({ concurrency: 2, autoStart: false })
    const log: string[] = []
    const job = (name: string, ms: number) => async () => {
      log.push(`${name} at ${loop.time()}`)
      await wait(ms)
      return name
    }
    const all = [
      queue.add(job('low', 60_000)),
      queue.add(job('high', 30_000), { priority: 1 }),
      queue.add(job('last', 1)),
    ]
    queue.start()
    expect(await Promise.all(all)).toEqual(['low', 'high', 'last'])
    expect(log).toEqual(['high at 0', 'low at 0', 'last at 30000'])
    await queue.onIdle()
    expect([queue.size, queue.pending, loop.time()]).toEqual([0, 0, 60_000])
  }),
)

it(
  'p-queue: an interval with a cap, and a timeout',
  virtual(
    async (loop) => {
      const queue = new PQueue({ interval: 1000, intervalCap: 2 })
      const times = await Promise.all([1, 2, 3, 4, 5].map(() => queue.add(async () => loop.time())))
      expect(times.map((time) => Math.floor(Number(time) / 1000))).toEqual([0, 0, 1, 1, 2])
      const slow = new PQueue({ timeout: 500 })
      await expect(slow.add(() => wait(10_000))).rejects.toMatchObject({ name: 'TimeoutError' })
      await wait(10_000)
      // p-queue takes a date of 0 for none.
    },
    { epoch: Date.UTC(2030, 0, 1) },
  ),
)

it(
  'p-retry: backs off, reports, and stops at an AbortError',
  virtual(async (loop) => {
    const tried: number[] = []
    const result = await pRetry(
      async (attempt) => {
        tried.push(loop.time())
        if (attempt < 4) throw new Error(`attempt ${attempt}`)
        return 'done'
      },
      { retries: 5, minTimeout: 1000, factor: 2, randomize: false },
    )
    expect([result, tried]).toEqual(['done', [0, 1000, 3000, 7000]])
    const stops = pRetry(async () => {
      throw new AbortError('never again')
    })
    await expect(stops).rejects.toThrow('never again')
  }),
)

it(
  'async-mutex: one at a time, in order, and a timeout',
  virtual(async (loop) => {
    const mutex = new Mutex()
    const log: string[] = []
    const work = (name: string) =>
      mutex.runExclusive(async () => {
        log.push(`${name} in`)
        await wait(1000)
        log.push(`${name} out`)
      })
    await Promise.all([work('a'), work('b')])
    expect([...log, loop.time()]).toEqual(['a in', 'a out', 'b in', 'b out', 2000])
    const limited = withTimeout(new Semaphore(1), 100, new Error('too late'))
    const [, release] = await limited.acquire()
    await expect(limited.acquire()).rejects.toThrow('too late')
    release()
    await expect(limited.acquire()).resolves.toBeTruthy()
  }),
)

it(
  'a cancel reaches a job in a queue',
  virtual(async () => {
    const queue = new PQueue({ concurrency: 1 })
    let ended = ''
    const job = async () => {
      try {
        await wait(60_000)
      } finally {
        ended = 'cleaned up'
      }
    }
    let running: Promise<void> | undefined
    const added = queue.add(() => {
      running = job()
      return running
    })
    await wait(1)
    taskOf(running as Promise<void>)?.cancel()
    await expect(added).rejects.toMatchObject({ name: 'CancelledError' })
    expect(ended).toBe('cleaned up')
  }),
)
