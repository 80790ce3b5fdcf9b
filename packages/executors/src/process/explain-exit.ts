/** Says why a child process was lost. */

import { decodeThrown, type Encoded } from '../message/error-codec.ts'
import { messageOf } from '../message/text.ts'
import { knownErrors } from '../pool/known-errors.ts'
import { WorkerExitedError } from '../pool/worker-exited-error.ts'

/** Why a child is gone. */
export interface Exit {
  /** It never began to take jobs. */
  readonly whileStarting: boolean
  readonly code?: number | null
  readonly signal?: NodeJS.Signals | null
  /** The error that nothing in the child caught, or with which the system refused to start it. */
  readonly error?: Encoded | undefined
}

/** V8 aborts the process if it runs out of memory. The system kills it. */
const MEMORY: Readonly<Record<string, string>> = {
  SIGABRT: '; if it ran out of memory, raise resourceLimits.maxOldGenerationSizeMb, or send it less',
  SIGKILL: '; the system does that if memory runs out',
}

export function explainExit(job: string, pool: string, exit: Exit): WorkerExitedError {
  const exitCode = exit.code ?? undefined
  const signal = exit.signal ?? undefined
  const cause = exit.error === undefined ? undefined : decodeThrown(exit.error, knownErrors)
  const options = { exitCode, signal, ...(exit.error === undefined ? {} : { cause }) }
  if (exit.whileStarting) {
    const why = exit.error === undefined ? `it ${endOf(exit)}` : messageOf(cause)
    return new WorkerExitedError(`No worker of ${pool} can be started: ${why}`, options)
  }
  if (exit.error !== undefined) {
    const message = `The worker that ran ${job} died of an error outside of it: ${messageOf(cause)}`
    return new WorkerExitedError(message, options)
  }
  return new WorkerExitedError(`The worker that ran ${job} ${endOf(exit)}`, options)
}

function endOf({ code, signal }: Exit): string {
  if (signal == null) return `exited with code ${code} before it had a result`
  return `was ended by ${signal}${MEMORY[signal] ?? ''}`
}
