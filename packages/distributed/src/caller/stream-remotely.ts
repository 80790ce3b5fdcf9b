/**
 * Reads the items of a job, as an async generator of this program.
 *
 * The job is submitted at the first read. However the stream is left (a `break`, an error, a cancel, the end
 * of the loop) the job is cancelled, and its end on its machine is waited for.
 */

import { type AsyncGeneratorObject, asyncGenerator, emit, type Suspension } from '@acoro/core'
import { holdCancel, releaseCancel } from '@acoro/core/lowlevel'
import { CancelTimeoutError } from '../base/errors.ts'
import { settled } from '../base/settled.ts'
import type { Item, RemoteItems } from './remote-items.ts'
import type { RemoteJob } from './remote-job.ts'

export interface StreamCall {
  /** Submits the job. */
  submit(): { readonly job: RemoteJob; readonly items: RemoteItems }
  /** Reads an item; a promise if it has to be fetched. */
  read(job: RemoteJob, item: Item): unknown
}

export const streamRemotely: (call: StreamCall) => AsyncGeneratorObject<unknown> = asyncGenerator(
  function* stream({ submit, read }: StreamCall) {
    const { job, items } = submit()
    job.onDone(
      (count) => items.complete(count),
      (error) => items.fail(error),
    )
    try {
      for (let item = yield* items.next(); item !== undefined; item = yield* items.next()) {
        const value = read(job, item)
        yield* emit(value instanceof Promise ? yield* settled(value, 'the store') : value)
      }
    } finally {
      if (!items.ended) {
        job.cancel()
        yield* endOf(items)
      }
    }
  },
)

/** Waits for the end of the job. A cancellation meanwhile is held back until then. */
function* endOf(items: RemoteItems): Generator<Suspension, void, unknown> {
  let held: ReturnType<typeof holdCancel> = null
  let cancellation: unknown
  try {
    while (!items.ended) {
      try {
        yield* items.end()
      } catch (error) {
        cancellation ??= error
        held ??= holdCancel()
      }
    }
  } finally {
    releaseCancel(held)
  }
  if (items.error instanceof CancelTimeoutError) throw items.error
  if (cancellation !== undefined) throw cancellation
}
