/**
 * Errors that were never retrieved: a failed future is reported, or a program fails in silence.
 *
 * The error of nearly every failed future is retrieved within the next iteration. So a failure is first only
 * noted in an array of its loop, and looked at when nothing is ready. Each future whose error is still not
 * retrieved then gets a record. The loop keeps the record but not the future. The report comes when the
 * future is collected or when the loop closes, whichever is first. To wait for the collector alone would mean
 * never, in a short program.
 */

import type { EventLoop } from '../base/above.ts'
import { Ref, Registry } from '../base/collected.ts'
import { UNRETRIEVED } from '../base/flags.ts'
import { isError, readSafely, textOf } from '../base/text.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import { creationOf } from '../tracing/debug.ts'

/** A future that has failed. */
export interface Failed {
  /** @internal */
  readonly _loop: Scheduler
  /** @internal */
  _flags: number
  /** @internal */
  readonly _outcome: unknown
  /** @internal The record of its failure, once it has one. */
  _waiters: unknown
  /** @internal */
  readonly _className: string
}

declare module '../base/above.ts' {
  interface LoopParts {
    /** @internal */
    readonly _unretrieved: Unretrieved
  }
}

export interface FailureRecord {
  readonly loop: WeakRef<Scheduler>
  readonly future: WeakRef<Failed>
  readonly kind: string
  readonly text: string
  readonly error: unknown
  /** Where it was made, in debug mode. */
  readonly created: string | undefined
}

/** The records of one loop, and their finalization registry. */
export class Unretrieved {
  readonly #records = new Set<FailureRecord>()
  readonly #registry = new Registry<FailureRecord>((record) => {
    if (this.#records.delete(record)) report(record)
  })

  /**
   * Makes records for those of `futures` whose error was not retrieved; with `atOnce` it reports them
   * instead.
   */
  watch(futures: readonly Failed[], atOnce: boolean): void {
    for (const future of futures) {
      if ((future._flags & UNRETRIEVED) === 0) continue
      const record: FailureRecord = {
        loop: new Ref(future._loop),
        future: new Ref(future),
        kind: future._className,
        text: textOf(future),
        error: future._outcome,
        created: creationOf(future),
      }
      if (atOnce) {
        future._flags &= ~UNRETRIEVED
        report(record)
        continue
      }
      dropFrames(record.error, new Set())
      future._waiters = record
      this.#records.add(record)
      this.#registry.register(future, record, future)
    }
  }

  forget(future: Failed): void {
    if (this.#records.delete(future._waiters as FailureRecord)) this.#registry.unregister(future)
    future._waiters = null
  }

  /** Reports all records that are left. Called when the loop closes. */
  reportAll(): void {
    if (this.#records.size === 0) return
    const records = [...this.#records]
    this.#records.clear()
    for (const record of records) report(record)
  }
}

/**
 * Reports all errors of `loop` that were not retrieved, as its closing would. For tests that run many
 * programs on one loop.
 */
export function reportUnretrieved(loop: EventLoop): void {
  if (loop._failures.length > 0) loop._unretrieved.watch(loop._failures.splice(0) as Failed[], true)
  loop._unretrieved.reportAll()
}

/** How many errors behind one error are read. */
const MOST_ERRORS = 64

/**
 * An error keeps the frames of its stack until the stack is read. The frames keep the task, and the record
 * keeps the error. So the task would never be collected, and its error would never be reported. Reading the
 * stack drops the frames.
 */
function dropFrames(error: unknown, seen: Set<unknown>): void {
  if (!isError(error) || seen.has(error) || seen.size === MOST_ERRORS) return
  seen.add(error)
  readSafely(error, 'stack')
  dropFrames(readSafely(error, 'cause'), seen)
  try {
    const errors = readSafely(error, 'errors')
    if (Array.isArray(errors)) for (const one of errors) dropFrames(one, seen)
    for (const value of Object.values(error)) dropFrames(value, seen)
  } catch {
    // A getter or a trap throws: what is behind it cannot be read.
  }
}

function report(record: FailureRecord): void {
  record.loop.deref()?.callExceptionHandler({
    message: `${record.kind} exception was never retrieved`,
    exception: record.error,
    future: record.future.deref() ?? record.text,
    ...(record.created === undefined ? {} : { sourceTraceback: record.created }),
  })
}
