/** The errors of a job queue. */

import { nameOf } from '../base/errors.ts'

/** As many jobs wait as `maxSize` allows. */
export class JobQueueFullError extends Error {
  static {
    nameOf(JobQueueFullError, 'JobQueueFullError')
  }
}
