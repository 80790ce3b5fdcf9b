import { nameOf } from '../base/errors.ts'

/** A worker could not be started, or was ended with its job. */
export class WorkerExitedError extends Error {
  static {
    nameOf(WorkerExitedError, 'WorkerExitedError')
  }
}
