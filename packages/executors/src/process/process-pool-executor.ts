/** Child processes for `runInExecutor`. */

import { PoolExecutor } from '../pool/pool-executor.ts'
import { checkPoolOptions } from '../pool/pool-options.ts'
import { ProcessPool } from './process-pool.ts'
import { PROCESS_OPTIONS, type ProcessPoolOptions } from './process-pool-options.ts'

/**
 * Runs exported functions in child processes: for code that may crash, that leaks memory, or that is not safe
 * in threads. A process costs more than a thread: twice the time to start, and about 50 MB.
 *
 * Cancelling a running job aborts its `jobSignal()`; after the grace period its process is killed. If this
 * process dies, whatever the reason, its workers are killed. They ignore SIGINT and SIGTERM: this process
 * decides what becomes of them. Portals and shared memory need a `ThreadPoolExecutor`, and `transfer()`
 * copies.
 *
 * If it is made in a running loop, it is shut down with that loop, at the end of `run`. Otherwise the program
 * has to shut it down. RangeError if `maxWorkers` is below 1.
 * Python: `concurrent.futures.ProcessPoolExecutor`.
 *
 * @example
 * ```ts
 * import { getRunningLoop, run, toThread } from '@acoro/core'
 * import { ProcessPoolExecutor, workerModule } from '@acoro/executors'
 *
 * const crypto = workerModule<typeof import('node:crypto')>('node:crypto')
 * await run(function* main() {
 *   getRunningLoop().setDefaultExecutor(new ProcessPoolExecutor({ maxWorkers: 2 }))
 *   const key = yield* toThread(crypto.scryptSync, 'password', 'salt', 16)
 *   return key.length
 * }) // => 16
 * ```
 */
export class ProcessPoolExecutor extends PoolExecutor {
  constructor(options: ProcessPoolOptions = {}) {
    checkPoolOptions(options, 'ProcessPoolExecutor()', PROCESS_OPTIONS)
    super('ProcessPool', options, (owner) => new ProcessPool(owner, options))
  }
}
