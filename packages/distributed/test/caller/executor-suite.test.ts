import { createTask } from '@acoro/core'
import { defineJobs, QueueExecutor, Worker } from '@acoro/distributed'
import { executorSuite } from '@acoro/testing/suites'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { newQueue, SHORT } from '../support/system.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(() => redis[Symbol.asyncDispose]())

const jobs = defineJobs({
  add: (a: number, b: number) => a + b,
  fail(message: string): never {
    throw new RangeError(message)
  },
})

describe('a QueueExecutor', () => {
  const cases = executorSuite(() => {
    const shared = { connection: redis.address, queue: newQueue() }
    const worker = new Worker(jobs, { ...shared, profile: SHORT })
    createTask(worker.run())
    return { executor: new QueueExecutor(jobs, shared), add: jobs.add as never, fail: jobs.fail as never }
  })
  it.each(cases)('$name', ({ run }) => run())
})
