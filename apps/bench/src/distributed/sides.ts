/**
 * The two sides of the comparison: a caller that has so many calls under way, and waits for the result of
 * each.
 *
 * Plain BullMQ is `waitUntilFinished` with one `QueueEvents`. Ours has cancellation and a context variable
 * on, which plain BullMQ does not have.
 */

import { coroutine, run, taskGroup } from '@acoro/core'
import { QueueExecutor } from '@acoro/distributed'
import { Queue, QueueEvents } from 'bullmq'
import { jobs, queueOf, user } from './jobs.ts'

/** Makes `calls` calls, `under` of them at a time. Returns the time of each, in ms. */
export type Side = (calls: number, under: number) => Promise<number[]>

export async function plainSide(address: string, concurrency: number): Promise<[Side, () => Promise<void>]> {
  const { hostname: host, port } = new URL(address)
  const connection = { host, port: Number(port) }
  const name = queueOf('plain', concurrency)
  const queue = new Queue(name, { connection })
  const events = new QueueEvents(name, { connection })
  events.setMaxListeners(0)
  queue.setMaxListeners(0)
  await events.waitUntilReady()
  const side: Side = async (calls, under) => {
    const times: number[] = []
    let left = calls
    const caller = async (): Promise<void> => {
      while (left-- > 0) {
        const began = performance.now()
        const job = await queue.add('add', { a: 1, b: 2 })
        const sum = await job.waitUntilFinished(events)
        if (sum !== 3) throw new Error(`plain BullMQ: ${sum}`)
        times.push(performance.now() - began)
      }
    }
    await Promise.all(Array.from({ length: under }, caller))
    return times
  }
  return [side, async () => void (await Promise.all([queue.close(), events.close()]))]
}

export function ownSide(address: string, concurrency: number): [Side, () => Promise<void>] {
  const executor = new QueueExecutor(jobs, { connection: address, queue: queueOf('acoro', concurrency) })
  const side: Side = async (calls, under) => {
    const times: number[] = []
    let left = calls
    const caller = coroutine(function* caller() {
      while (left-- > 0) {
        const began = performance.now()
        const sum = yield* executor.run(jobs.add, 1, 2)
        if (sum !== 3) throw new Error(`acoro: ${sum}`)
        times.push(performance.now() - began)
      }
    })
    await run(function* main() {
      user.set('ada')
      yield* taskGroup(function* (group) {
        for (let n = 0; n < under; n++) group.createTask(caller())
      })
    })
    return times
  }
  return [side, () => executor[Symbol.asyncDispose]()]
}
