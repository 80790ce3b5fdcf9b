/** Says why a worker thread was lost. */

import { codeOf, messageOf } from '../message/text.ts'
import { WorkerExitedError } from '../pool/worker-exited-error.ts'

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
