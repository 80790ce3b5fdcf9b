/** What a supervisor throws when it gives up. */

import { briefly, nameOf } from '../base/errors.ts'

/** Restarting did not help. `errors` are the reasons, the last one also as the `cause`. */
export class SupervisorError extends Error {
  static {
    nameOf(SupervisorError, 'SupervisorError')
  }
  /** The failures in the time that counts, the first one first. */
  readonly errors: readonly unknown[]

  /** @internal */
  constructor(name: string, errors: readonly unknown[], within: number, maxRestarts: number) {
    const last = errors[errors.length - 1]
    const failures = errors.length === 1 ? '1 failure' : `${errors.length} failures`
    super(
      `'${name}' gave up after ${failures} in ${within} ms (maxRestarts is ${maxRestarts}): ${briefly(last)}`,
      {
        cause: last,
      },
    )
    this.errors = errors
  }
}
