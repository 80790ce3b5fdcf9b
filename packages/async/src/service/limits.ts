/** What lends, queues and protects, for programs with promises. */

import * as service from '@acoro/service'
import { faceOf } from '../face/face-class.ts'
import { body, inward, optionsWith, promised } from '../face/promised.ts'
import type { Face } from '../face/types.ts'

type Result<T> = T | PromiseLike<T>
type Calls = { call<T>(fn: () => Result<T>): Promise<T> }

/** The face of `Pool`. `await using` closes it. */
export interface Pool<T> extends Omit<Face<service.Pool<T>>, 'use' | 'aenter' | 'aexit'>, AsyncDisposable {
  /** Runs `body` with a value, and gives it back. */
  use<R>(body: (value: T, lease: service.Lease<T>) => Result<R>): Promise<R>
}

/** The options of `Pool`, whose functions may be async. */
export interface PoolOptions<T> extends Omit<service.PoolOptions<T>, 'create' | 'destroy' | 'check'> {
  create: () => Result<T>
  destroy?: ((value: T) => unknown) | undefined
  check?: ((value: T) => Result<boolean>) | undefined
}

/**
 * Lends values that are dear to make. See `Pool` of @acoro/service.
 *
 * @example
 * ```ts
 * import { Pool } from '@acoro/async/service'
 *
 * await using pool = new Pool({ create: async () => ({ query: (sql: string) => sql.length }), max: 2 })
 * await pool.use((connection) => connection.query('select 1')) // => 8
 * ```
 */
export const Pool: new <T>(options: PoolOptions<T>) => Pool<T> = faceOf(service.Pool, {
  constructor: optionsWith({ create: body, destroy: body, check: body }),
  use: body,
  [Symbol.asyncDispose]: 'aexit',
}) as never

/** The face of `JobQueue`. `await using` waits for its jobs, and closes it. */
export interface JobQueue
  extends Omit<Face<service.JobQueue>, 'add' | 'on' | 'aenter' | 'aexit'>,
    AsyncDisposable {
  /** Adds a job. Cancelling its task takes it out of the queue, or cancels it. */
  add<T>(fn: () => Result<T>, options?: service.JobOptions): Promise<T>
  /** Calls `listener` with the promise of the job. Returns a function that ends that. */
  on(event: service.JobEvent, listener: (job: Promise<unknown> | undefined) => void): () => void
}

/** Runs jobs, so many at a time. See `JobQueue` of @acoro/service. */
export const JobQueue: new (options?: service.JobQueueOptions) => JobQueue = faceOf(service.JobQueue, {
  add: body,
  on: inward,
  [Symbol.asyncDispose]: 'aexit',
}) as never

/** The face of `CircuitBreaker`. */
export type CircuitBreaker = Omit<Face<service.CircuitBreaker>, 'call'> & Calls

/** Stops calling what has failed too often. See `CircuitBreaker` of @acoro/service. */
export const CircuitBreaker: new (options?: service.CircuitBreakerOptions) => CircuitBreaker = faceOf(
  service.CircuitBreaker,
  { call: body },
) as never

/** The face of `Bulkhead`. */
export type Bulkhead = Omit<service.Bulkhead, 'call'> & Calls

/** Lets so many calls through at a time, and lets so many wait. See `bulkhead` of @acoro/service. */
export function bulkhead(options: service.BulkheadOptions): Bulkhead {
  const real = service.bulkhead(options)
  const face = Object.create(real) as Bulkhead
  return Object.defineProperty(face, 'call', { value: promised(real.call, body) })
}
