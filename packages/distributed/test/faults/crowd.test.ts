// Many workers in several processes. `pnpm test:faults`: a hundred of them in four.

import { run } from '@acoro/core'
import { QueueExecutor } from '@acoro/distributed'
import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { faultJobs as jobs } from '../support/fault-jobs.ts'
import { startProcess } from '../support/processes.ts'
import { endsWithTest, newQueue } from '../support/system.ts'
import { promised } from '../support/waits.ts'

const [PROCESSES, WORKERS, JOBS] = process.env.ACORO_FAULTS === 'full' ? [4, 25, 5000] : [2, 5, 200]

it('many workers in several processes share a queue: each job runs, and one process may die', async () => {
  const redis = endsWithTest(await RedisServer.start(['--save', '', '--maxclients', '2000']))
  const queue = newQueue()
  const shared = { connection: redis.address, queue, profile: { lock: 2000, renew: 500, check: 250 } }
  const crowd = Array.from({ length: PROCESSES }, () => startProcess('crowd', shared, String(WORKERS)))
  const sums = await run(function* () {
    const executor = new QueueExecutor(jobs, { connection: redis.address, queue })
    const client = new Redis(redis.address)
    const key = `{acoro}:${queue}:acoro:workers`
    while ((yield* promised(client.zcard(key))) < PROCESSES * WORKERS) yield* executor.run(jobs.add, 1, 2)
    client.disconnect()
    const numbers = Array.from({ length: JOBS }, (_, n) => n)
    const first = yield* executor.map(jobs.double, numbers.slice(0, JOBS / 2))
    crowd[0]?.kill('SIGKILL')
    return [...first, ...(yield* executor.map(jobs.double, numbers.slice(JOBS / 2)))]
  })
  expect(sums).toEqual(Array.from({ length: JOBS }, (_, n) => 2 * n))
})
