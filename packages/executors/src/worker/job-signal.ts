/**
 * Tells a job that it was cancelled.
 *
 * Code in a worker comes in two kinds. Code that awaits wants an AbortSignal that fires. Code that computes
 * never returns to the event loop, so nothing can fire. So the flag is in shared memory: `aborted` reads it
 * each time, and a waiter on the same cell aborts the signal for code that awaits.
 */

import { cancellation } from '../message/cancellation.ts'
import { cancelCell } from '../message/protocol.ts'
import { type CurrentJob, currentJob } from './current-job.ts'

/** `Atomics.waitAsync`, which the types of ES2023 do not have. */
const { waitAsync } = Atomics as unknown as {
  waitAsync(
    cells: Int32Array,
    index: number,
    value: number,
  ): { async: boolean; value: Promise<string> | string }
}

const aborted = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted')?.get as (
  this: AbortSignal,
) => boolean

/**
 * Returns the signal of the job that runs in this worker. It is aborted when the job is cancelled. A loop
 * that never awaits can read `jobSignal().aborted` or call `throwIfAborted()` from time to time. In the
 * thread of the loop it is never aborted.
 */
export function jobSignal(): AbortSignal {
  const job = currentJob()
  if (job === null) return new AbortController().signal
  job.signal ??= makeSignal(job)
  return job.signal
}

function makeSignal(job: CurrentJob): AbortSignal {
  const controller = new AbortController()
  const { signal } = controller
  const cell = cancelCell(job.slot)
  let isAborted = false
  const look = (): void => {
    // After its end the cell belongs to another job.
    if (job.ended || isAborted || Atomics.load(job.cells, cell) === 0) return
    // Before the call: Deno's `abort()` asks the signal whether it is aborted, and so comes here again.
    isAborted = true
    controller.abort(cancellation())
  }
  Object.defineProperties(signal, {
    aborted: {
      get: () => {
        look()
        return aborted.call(signal)
      },
    },
    throwIfAborted: {
      value: () => {
        look()
        AbortSignal.prototype.throwIfAborted.call(signal)
      },
    },
  })
  const waiting = waitAsync(job.cells, cell, 0)
  if (waiting.async) void (waiting.value as Promise<string>).then(look)
  return signal
}

/** The job is over: wakes the waiter on its cell. */
export function releaseSignal(job: CurrentJob): void {
  job.ended = true
  if (job.signal !== null) Atomics.notify(job.cells, cancelCell(job.slot))
}
