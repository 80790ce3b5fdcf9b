import { ContextVar, coroutine, getRunningLoop, sleep } from '@acoro/core'
import { currentJob, defineJobs } from '@acoro/distributed'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { withSystem } from '../support/system.ts'
import { failureOf, promised } from '../support/waits.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(() => redis[Symbol.asyncDispose]())

const user = new ContextVar<string>('user', { default: 'nobody' })

const jobs = defineJobs({
  work: coroutine(function* work(steps: number) {
    for (let n = 1; n <= steps; n++) {
      currentJob().report({ done: n, of: steps })
      yield* sleep(1)
    }
    return 'done'
  }),
  atOnce(steps: number) {
    for (let n = 1; n <= steps; n++) currentJob().report(n)
    return 'done'
  },
  unfit: () => currentJob().report(() => 1),
})

describe('progress', () => {
  it('is heard in order, and the last report before the result', async () => {
    const seen: unknown[] = []
    await withSystem(redis, jobs, function* ({ executor }) {
      user.set('ada')
      const onProgress = (progress: unknown) => seen.push([progress, user.get()])
      seen.push(yield* executor.with({ onProgress }).run(jobs.work, 3))
    })
    const done = seen.slice(0, -1).map((each) => (each as [{ done: number }, string])[0].done)
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(seen.slice(-2)).toEqual([[{ done: 3, of: 3 }, 'ada'], 'done'])
  })

  it('that comes faster than it can be sent is told by its latest report', async () => {
    const seen: unknown[] = []
    const left = await withSystem(redis, jobs, function* ({ executor, queue }) {
      const onProgress = (progress: unknown) => seen.push(progress)
      seen.push(yield* executor.with({ onProgress }).run(jobs.atOnce, 1000))
      const client = new Redis(redis.address)
      const [stream = ''] = yield* promised(client.keys(`{acoro}:${queue}:acoro:results:*`))
      const left = stream === '' ? 0 : yield* promised(client.xlen(stream))
      client.disconnect()
      return left
    })
    expect(seen.slice(-2)).toEqual([1000, 'done'])
    expect(seen.length).toBeLessThanOrEqual(3)
    expect(left).toBeLessThanOrEqual(1)
  })

  it('that nobody asked for is not sent, and is checked all the same', async () => {
    const seen = await withSystem(redis, jobs, function* ({ executor }) {
      return [yield* executor.run(jobs.atOnce, 10), String(yield* failureOf(executor.run(jobs.unfit)))]
    })
    expect(seen).toEqual([
      'done',
      expect.stringMatching(/^TypeError: Expected the progress of unfit to be something that can be sent: /),
    ])
  })

  it('goes on if its listener throws: the loop hears of that', async () => {
    const errors: unknown[] = []
    const result = await withSystem(redis, jobs, function* ({ executor }) {
      getRunningLoop().setExceptionHandler((_loop, { exception }) => errors.push(exception))
      const onProgress = () => {
        throw new RangeError('in the listener')
      }
      return yield* executor.with({ onProgress }).run(jobs.atOnce, 1)
    })
    expect([result, ...errors]).toEqual(['done', new RangeError('in the listener')])
  })

  it('of calls with a key is refused', () =>
    withSystem(redis, jobs, function* ({ executor }) {
      expect(() => executor.with({ key: 'x', onProgress: () => {} })).toThrow(
        'Expected the options of with() to have a key or onProgress, got both: calls with a key share one run, and nobody of them is told of its progress',
      )
    }))
})
