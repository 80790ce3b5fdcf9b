import { createTask, run } from '@acoro/core'
import { defineJobs, QueueExecutor, Worker } from '@acoro/distributed'
import { Event } from '@acoro/sync'
import { expect, it } from 'vitest'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { endsWithTest, newQueue, SHORT } from '../support/system.ts'

const jobs = defineJobs({ add: (a: number, b: number) => a + b })

it('a caller that waits for nobody is told once, and hears no more of it when a worker is there', async () => {
  const redis = endsWithTest(await RedisServer.start())
  const queue = newQueue()
  const warnings: string[] = []
  const told = new Event()
  const onWarning = (warning: Error) => {
    warnings.push(warning.message)
    told.set()
  }
  const sums = await run(function* () {
    const shared = { connection: redis.address, queue, onWarning }
    const executor = new QueueExecutor(jobs, { ...shared, checkInterval: 20 })
    const first = createTask(executor.run(jobs.add, 1, 2))
    yield* told.wait()
    const worker = new Worker(jobs, { ...shared, profile: SHORT, gracePeriod: 0 })
    const serving = createTask(worker.run())
    const sums = [yield* first, yield* executor.run(jobs.add, 3, 4)]
    worker.stop()
    yield* serving
    return sums
  })
  expect({ sums, warnings }).toEqual({
    sums: [3, 7],
    warnings: [
      `<QueueExecutor queue ${queue}>: no worker serves the queue ${queue} at ${redis.address}: jobs wait there until one is started, by acoro-worker or by a Worker of this queue and prefix`,
    ],
  })
})
