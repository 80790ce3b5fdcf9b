/** Processes, for programs with promises. */

import * as streams from '@acoro/streams'
import { faceOf } from '../face/face-class.ts'
import { promised } from '../face/promised.ts'
import type { Face } from '../face/types.ts'
import type { StreamReader, StreamWriter } from './connections.ts'

/** The face of `Process`. */
export type Process = Omit<Face<streams.Process>, 'stdin' | 'stdout' | 'stderr'> & {
  readonly stdin: StreamWriter | null
  readonly stdout: StreamReader | null
  readonly stderr: StreamReader | null
}

// It is made by the functions below only.
faceOf(streams.Process as never)

/** Starts a program. See `createSubprocessExec` of @acoro/streams. Cancelling it leaves no process. */
export const createSubprocessExec: (
  ...args: Parameters<typeof streams.createSubprocessExec>
) => Promise<Process> = promised(streams.createSubprocessExec)

/** The same for a command of the shell. */
export const createSubprocessShell: (
  ...args: Parameters<typeof streams.createSubprocessShell>
) => Promise<Process> = promised(streams.createSubprocessShell)
