/** Options of a Worker. */

import { countFrom, type OptionKinds } from '@acoro/core/lowlevel'
import { durationFrom, keyPart } from '../base/check.ts'
import { type Connection, checkConnection } from '../base/connection.ts'
import { checkProfile, type Profile } from '../base/profile.ts'
import type { OnWarning } from '../base/warnings.ts'

export interface WorkerOptions {
  /** Where Redis is: `redis://host:port`, `rediss://…`, or the options of ioredis. */
  connection: Connection
  /** The queue to serve; `jobs` by default. */
  queue?: string | undefined
  /** What keys in Redis begin with; `{acoro}` by default. */
  prefix?: string | undefined
  /** How many jobs run at a time; 10 by default. */
  concurrency?: number | undefined
  /**
   * The times of locks: `steady` (the default), `quick`, or times of your own. The same in all workers of a
   * queue.
   */
  profile?: Profile | undefined
  /** How long running jobs may go on after `stop()`, in ms; 30 000 by default. Then they are handed back. */
  gracePeriod?: number | undefined
  /** Hears of trouble outside of jobs, such as a lost connection. By default it is printed. */
  onWarning?: OnWarning | undefined
  /** For messages. */
  name?: string | undefined
}

export const WORKER_OPTIONS: OptionKinds = {
  connection: checkConnection,
  queue: keyPart,
  prefix: keyPart,
  concurrency: countFrom(1),
  profile: checkProfile,
  gracePeriod: durationFrom(0),
  onWarning: 'function',
  name: 'string',
}
