// A queue with an executor and a worker in one program, on the real clock: Redis has no other.

import { type Coroutine, createTask, run, type Suspension } from '@acoro/core'
import { QueueExecutor, type QueueExecutorOptions, Worker, type WorkerOptions } from '@acoro/distributed'
import { onTestFinished } from 'vitest'
import type { RedisServer } from '../../../../scripts/lib/redis-server.ts'

let queues = 0

/** A queue that no other test uses. */
export function newQueue(): string {
  return `queue-${process.pid}-${++queues}`
}

/** Locks that live for a short time: a fault shows soon. */
export const SHORT = { lock: 2000, renew: 500, check: 250 }

interface System {
  executor: QueueExecutor
  worker: Worker
  queue: string
  warnings: string[]
}

interface Settings {
  executor?: Partial<QueueExecutorOptions>
  worker?: Partial<WorkerOptions>
}

/** Runs `body` with an executor and a worker, which end with it. */
export function withSystem<T>(
  redis: RedisServer,
  jobs: object,
  body: (system: System) => Generator<Suspension, T, unknown> | Coroutine<T>,
  { executor = {}, worker = {} }: Settings = {},
): Promise<T> {
  const warnings: string[] = []
  const shared = {
    connection: redis.address,
    queue: newQueue(),
    onWarning: (warning: Error) => void warnings.push(warning.message),
  }
  return run(function* main() {
    const served = new Worker(jobs, { ...shared, profile: SHORT, gracePeriod: 0, ...worker })
    const serving = createTask(served.run())
    const submitting = new QueueExecutor(jobs, { ...shared, checkInterval: 250, ...executor })
    try {
      return yield* body({ executor: submitting, worker: served, queue: shared.queue, warnings })
    } finally {
      yield* submitting.shutdown({ timeout: 1000 })
      served.stop()
      yield* serving
    }
  })
}

/** Ends a server when the test has finished. */
export function endsWithTest(server: RedisServer): RedisServer {
  onTestFinished(() => server[Symbol.asyncDispose]())
  return server
}
