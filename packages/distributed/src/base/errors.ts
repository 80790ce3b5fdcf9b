/**
 * The errors of work on other machines. Each way to fail has a class of its own, because a program treats
 * each in a way of its own: it submits again, tells the operator, or gives up.
 *
 * What the function of a job throws is not here: it arrives as itself, see `message/errors.ts`.
 */

/** Sets the `name` on the prototype: that costs nothing per error, and it is not printed as a property. */
function nameOf(errorClass: { prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true })
}

/** The base class of the errors of this package. */
export class DistributedError extends Error {
  static {
    nameOf(DistributedError, 'DistributedError')
  }
}

/**
 * The job is not in Redis any more, and no result came: Redis lost its data, or somebody removed the job. It
 * may have run.
 */
export class JobLostError extends DistributedError {
  static {
    nameOf(JobLostError, 'JobLostError')
  }
}

/** The job's workers died under it, as often as the profile allows. It is in the dead letters. */
export class WorkerLostError extends DistributedError {
  static {
    nameOf(WorkerLostError, 'WorkerLostError')
  }
}

/** Nobody confirmed in time that a running job was cancelled. It may run on. */
export class CancelTimeoutError extends DistributedError {
  static {
    nameOf(CancelTimeoutError, 'CancelTimeoutError')
  }
}

/** What came through Redis cannot be read: it is damaged, too large, forged, or of a newer version. */
export class MessageError extends DistributedError {
  static {
    nameOf(MessageError, 'MessageError')
  }
}

/** The workers of the queue do not know the job. */
export class UnknownJobError extends DistributedError {
  static {
    nameOf(UnknownJobError, 'UnknownJobError')
  }
}

/** An idempotency key was used before with other arguments. */
export class KeyConflictError extends DistributedError {
  static {
    nameOf(KeyConflictError, 'KeyConflictError')
  }
}

/** The lease of a lock or of a permit ran out before it was renewed: another holder may have it. */
export class LockLostError extends DistributedError {
  static {
    nameOf(LockLostError, 'LockLostError')
  }
}
