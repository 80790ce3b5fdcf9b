/**
 * A worker in a process of its own: `worker.ts <variant> <address> <concurrency>`. It ends with its input.
 */

import { run } from '@acoro/core'
import { Worker } from '@acoro/distributed'
import { Worker as BullWorker } from 'bullmq'
import { jobs, queueOf } from './jobs.ts'

const [variant = '', address = '', text = ''] = process.argv.slice(2)
const concurrency = Number(text)
const queue = queueOf(variant, concurrency)
process.stdin.on('end', () => process.exit()).resume()
if (variant === 'plain') {
  const add = async ({ data }: { data: { a: number; b: number } }) => data.a + data.b
  const { hostname: host, port } = new URL(address)
  new BullWorker(queue, add, { connection: { host, port: Number(port) }, concurrency })
} else {
  await run(new Worker(jobs, { connection: address, queue, concurrency }).run())
}
