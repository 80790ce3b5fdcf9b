/**
 * How a job hears that nobody wants its result any more.
 *
 * Assumption: code in a worker comes in two kinds. One awaits, and wants an AbortSignal that fires. The other computes
 * and never returns to the event loop: nothing could fire there. So the flag stands in shared memory; `aborted`
 * looks at it each time it is asked, and a waiter on the same cell fires the signal for those who await.
 */

import { cancellation } from '../message/cancellation.ts'
import { cancelCell } from '../message/protocol.ts'
import { type CurrentJob, currentJob } from './current-job.ts'

/** `Atomics.waitAsync`, which the types of ES2023 do not know. */
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
 * The signal of the job that is running here: aborted once the job is cancelled. Also a loop that never awaits may ask
 * `jobSignal().aborted`, or call `throwIfAborted()`, now and then. In the loop's own thread it is never aborted.
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

/** The job is over: nobody waits for its cell any longer. */
export function releaseSignal(job: CurrentJob): void {
  job.ended = true
  if (job.signal !== null) Atomics.notify(job.cells, cancelCell(job.slot))
}
