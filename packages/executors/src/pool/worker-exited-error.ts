/**
 * The error of a job whose worker ended: by `process.exit`, out of memory, by an uncaught error, or because
 * the shutdown did not wait longer. It concerns only this job. The pool goes on with another worker.
 */

import { RuntimeError } from '@acoro/core'
import { codeOf, messageOf } from '../message/text.ts'

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

  constructor(message: string, options?: ErrorOptions & { exitCode?: number | undefined }) {
    super(message, options)
    this.exitCode = options?.exitCode
  }
}

/** Makes the error from what Piscina reports about a lost worker. */
export function explainExit(job: string, error: unknown): WorkerExitedError {
  const message = messageOf(error)
  if (codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new WorkerExitedError(
      `The worker that ran ${job} ran out of memory: raise resourceLimits.maxOldGenerationSizeMb, or send it less`,
      { cause: error },
    )
  }
  const exit = /^worker exited with code: (-?\d+)$/.exec(message)
  if (exit !== null) {
    return new WorkerExitedError(
      `The worker that ran ${job} exited with code ${exit[1]} before it had a result`,
      {
        exitCode: Number(exit[1]),
      },
    )
  }
  return new WorkerExitedError(`The worker that ran ${job} died of an error outside of it: ${message}`, {
    cause: error,
  })
}
