/** The errors of a pool. */

import { nameOf } from '../base/errors.ts'

/** As many tasks wait for a resource as `maxWaiting` allows. */
export class PoolFullError extends Error {
  static {
    nameOf(PoolFullError, 'PoolFullError')
  }
}

/** The pool was closed: it lends nothing any more. */
export class PoolClosedError extends Error {
  static {
    nameOf(PoolClosedError, 'PoolClosedError')
  }
}
