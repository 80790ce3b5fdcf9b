/**
 * Runs jobs in a child process, one at a time.
 *
 * Ctrl-C reaches all processes of a terminal, and a supervisor's SIGTERM those of a service. The parent
 * decides what becomes of a job, so the child ignores both, until the parent is gone.
 */

import { cancellation } from '../message/cancellation.ts'
import { findUnsendable } from '../message/cloneable.ts'
import { encodeThrown } from '../message/error-codec.ts'
import {
  CANCELLED_JOB,
  JOB,
  type ProcessJobMessage,
  type ProcessMessage,
} from '../message/process-protocol.ts'
import { cancelCell, type Reply } from '../message/protocol.ts'
import { messageOf } from '../message/text.ts'
import { type CurrentJob, setCurrentJob } from './current-job.ts'
import { startGuard } from './guard.ts'
import { releaseSignal } from './job-signal.ts'
import { loadedFunction, loadFunction } from './load-function.ts'
import { mayBePromise, refuseResult } from './result.ts'

const cells = new Int32Array(new SharedArrayBuffer(16))

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
process.on('disconnect', () => process.exit())
process.on('uncaughtException', (error) => say({ crash: encodeThrown(error) }, () => process.exit(1)))
process.on('message', (message: ProcessJobMessage) => void runJob(message))
startGuard(cells)
say('started')

async function runJob({ job: number, url, exportName, args }: ProcessJobMessage): Promise<void> {
  const job: CurrentJob = { cells, slot: 0, ended: false, signal: null }
  begin(number)
  setCurrentJob(job)
  let reply: Reply
  try {
    if (Atomics.load(cells, cancelCell(0)) !== 0) throw cancellation()
    const fn = loadedFunction(url, exportName) ?? (await loadFunction(url, exportName))
    const result = fn(...args)
    const value = mayBePromise(result) ? await result : result
    refuseResult(findUnsendable(value, 'result'), exportName)
    reply = { value }
  } catch (error) {
    reply = { error: encodeThrown(error) }
  } finally {
    releaseSignal(job)
    setCurrentJob(null)
  }
  answer(reply, exportName)
}

/** The cancellation may be here before the job. It is written before the number is read, on both sides. */
function begin(number: number): void {
  Atomics.store(cells, JOB, number)
  Atomics.store(cells, cancelCell(0), 0)
  if (Atomics.load(cells, CANCELLED_JOB) === number) Atomics.store(cells, cancelCell(0), 1)
}

/** The channel may refuse what can be cloned, such as a message that is too long. */
function answer(reply: Reply, exportName: string): void {
  try {
    say({ reply })
  } catch (cause) {
    const message = `Cannot send the result of ${exportName} to the loop: ${messageOf(cause)}`
    say({ reply: { error: encodeThrown(new TypeError(message, { cause })) } })
  }
}

function say(message: ProcessMessage, said: () => void = () => {}): void {
  // The parent may have gone.
  if (process.connected) process.send?.(message, said)
  else process.exit()
}
