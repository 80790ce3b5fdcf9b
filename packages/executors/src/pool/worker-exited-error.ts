/**
 * The error of a job whose worker ended: by `process.exit`, out of memory, by an uncaught error, or because
 * the shutdown did not wait longer. It concerns only this job. The pool goes on with another worker.
 */

import { RuntimeError } from '@acoro/core'

/** The worker ended before the job did. `cause` is the error that ended the worker, if there was one. */
export class WorkerExitedError extends RuntimeError {
  static {
    Object.defineProperty(WorkerExitedError.prototype, 'name', {
      value: 'WorkerExitedError',
      configurable: true,
      writable: true,
    })
  }
  /** The exit code, if the worker exited by itself. */
  readonly exitCode: number | undefined
  /** The signal that ended it, if it was a process. */
  readonly signal: string | undefined

  constructor(
    message: string,
    options?: ErrorOptions & { exitCode?: number | undefined; signal?: string | undefined },
  ) {
    super(message, options)
    this.exitCode = options?.exitCode
    this.signal = options?.signal
  }
}
