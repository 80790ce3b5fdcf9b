/** The options of a pool of threads. */

import type { ResourceLimits } from 'node:worker_threads'
import type { PoolOptions } from '../pool/pool-options.ts'

export interface ThreadPoolOptions extends PoolOptions {
  /** Memory of each worker, as for `new Worker`. Bun and Deno set no limit. */
  resourceLimits?: ResourceLimits | undefined
}
