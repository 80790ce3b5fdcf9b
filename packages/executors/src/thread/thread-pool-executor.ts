/** Worker threads for `runInExecutor`, on Piscina. */

import { PoolExecutor } from '../pool/pool-executor.ts'
import { checkPoolOptions } from '../pool/pool-options.ts'
import type { ThreadPoolOptions } from './thread-pool-options.ts'
import { WorkerPool } from './worker-pool.ts'

/**
 * Runs exported functions in worker threads. If it is made in a running loop, it is shut down with that loop,
 * at the end of `run`. Otherwise the program has to shut it down. RangeError if `maxWorkers` is below 1.
 * Python: `concurrent.futures.ThreadPoolExecutor`.
 *
 * @example
 * ```ts
 * import { getRunningLoop, run, toThread } from '@acoro/core'
 * import { ThreadPoolExecutor, workerModule } from '@acoro/executors'
 *
 * const crypto = workerModule<typeof import('node:crypto')>('node:crypto')
 * await run(function* main() {
 *   getRunningLoop().setDefaultExecutor(new ThreadPoolExecutor({ maxWorkers: 2 }))
 *   const key = yield* toThread(crypto.scryptSync, 'password', 'salt', 16)
 *   return key.length
 * }) // => 16
 * ```
 */
export class ThreadPoolExecutor extends PoolExecutor {
  constructor(options: ThreadPoolOptions = {}) {
    checkPoolOptions(options, 'ThreadPoolExecutor()', { resourceLimits: 'object' })
    super('ThreadPool', options, (owner) => new WorkerPool(owner, options))
  }
}
