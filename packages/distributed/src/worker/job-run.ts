/**
 * One run of a job, as a task on the worker's loop.
 *
 * It may be stopped before it has begun, and for several reasons; the first one counts:
 *
 *   cancelled   the caller wants no result any more
 *   lost        the lock is gone, or will be soon: another worker may have the job
 *   handBack    this worker ends
 *
 * Invariant: the outcome comes when the task has ended, with all its `finally` blocks.
 */

import {
  asyncFor,
  type Coroutine,
  copyContext,
  coroutine,
  type EventLoop,
  isAwaitable,
  type Suspension,
  type Task,
  type TaskGroup,
  timeout,
} from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { settled } from '../base/settled.ts'
import type { Call } from '../jobs/call.ts'
import type { JobEntry, Registry } from '../jobs/define-jobs.ts'
import { type CurrentJob, running } from './current-job.ts'
import type { ItemSender } from './item-sender.ts'
import { sourceOf } from './item-source.ts'

export type StopReason = 'cancelled' | 'lost' | 'handBack'

/** How a run ended. */
export type RunOutcome =
  | { readonly how: 'returned'; readonly value: unknown }
  | { readonly how: 'threw'; readonly error: unknown }
  | { readonly how: StopReason }

export class JobRun {
  readonly id: string
  /** When the lock was renewed last, by our clock. */
  renewed: number = performance.now()
  /** Set if the caller reads items one by one. */
  items: ItemSender | null = null
  readonly #loop: EventLoop
  /** Made for whoever asks for the signal; then its end is waited for. */
  #abort: AbortController | null = null
  #task: Task<void> | null = null
  #stopped: StopReason | null = null

  constructor(id: string, loop: EventLoop) {
    this.id = id
    this.#loop = loop
  }

  get stopped(): StopReason | null {
    return this.#stopped
  }

  get signal(): AbortSignal {
    if (this.#abort === null) {
      this.#abort = new AbortController()
      if (this.#stopped !== null) this.#abort.abort()
    }
    return this.#abort.signal
  }

  /** Whether the function listens to the signal. */
  get listens(): boolean {
    return this.#abort !== null
  }

  /** Cancels the task. The first reason counts. */
  stop(reason: StopReason): void {
    if (this.#stopped !== null) return
    this.#stopped = reason
    if (this.#task === null) return
    this.#loop.callSoonThreadsafe(() => {
      this.#task?.cancel(MESSAGES[reason])
      this.#abort?.abort()
    })
  }

  /** Runs the function. The promise is never rejected. */
  start(
    group: TaskGroup,
    registry: Registry,
    entry: JobEntry,
    call: Call,
    about: Omit<CurrentJob, 'signal'>,
  ): Promise<RunOutcome> {
    return new Promise((resolve) => {
      this.#loop.callSoonThreadsafe(() => {
        if (this.#stopped !== null) return resolve({ how: this.#stopped })
        const ended = (outcome: RunOutcome) =>
          resolve(this.#stopped === null ? outcome : { how: this.#stopped })
        try {
          const context = this.#context(registry, call, about)
          this.#task = group.createTask(perform(this, entry, call, ended), { name: entry.name, context })
          // A task that is cancelled before its first step never runs its body.
          this.#task.addDoneCallback(() => ended({ how: 'handBack' }))
        } catch (error) {
          resolve({ how: 'handBack' })
          throw error
        }
      })
    })
  }

  #context(
    registry: Registry,
    call: Call,
    about: Omit<CurrentJob, 'signal'>,
  ): ReturnType<typeof copyContext> {
    const context = copyContext()
    const run = this
    context.run(() => {
      running.set({
        ...about,
        get signal() {
          return run.signal
        },
      })
      for (const [name, variable] of registry.carry) {
        if (Object.hasOwn(call.carry ?? {}, name)) variable.set(call.carry?.[name])
      }
    })
    return context
  }
}

const MESSAGES: Readonly<Record<StopReason, string>> = {
  cancelled: 'the caller cancelled the job',
  lost: 'this worker lost the lock of the job',
  handBack: 'this worker ends: the job is handed back',
}

const perform: (
  run: JobRun,
  entry: JobEntry,
  call: Call,
  ended: (outcome: RunOutcome) => void,
) => Coroutine<void> = coroutine(function* job(
  run: JobRun,
  entry: JobEntry,
  call: Call,
  ended: (outcome: RunOutcome) => void,
) {
  try {
    const { timeout: limit } = entry.options
    const value =
      limit === undefined
        ? yield* apply(run, entry, call)
        : yield* timeout(limit, () => apply(run, entry, call))
    ended({ how: 'returned', value })
  } catch (error) {
    // Also a cancellation: the task ends with this step, and nobody else waits for it.
    ended({ how: 'threw', error })
  }
})

function* apply(run: JobRun, entry: JobEntry, call: Call): Generator<Suspension, unknown, unknown> {
  const result = entry.run(...call.args)
  if (run.items !== null) return yield* sendAll(run, run.items, entry.name, result)
  const value = yield* awaited(run, result)
  if (sourceOf(value, () => false) === undefined) return value
  throw new TypeError(
    `The job ${entry.name} returns its items one by one: call it by stream() of the executor`,
  )
}

function* awaited(run: JobRun, result: unknown): Generator<Suspension, unknown, unknown> {
  if (isAwaitable(result)) return yield* result
  return isPromiseLike(result) ? yield* follow(run, result) : result
}

/** Sends the items of a source. Returns how many there were. */
function* sendAll(
  run: JobRun,
  items: ItemSender,
  name: string,
  result: unknown,
): Generator<Suspension, number, unknown> {
  const listens = () => run.listens
  let source = sourceOf(result, listens)
  if (source === undefined) {
    const value = yield* awaited(run, result)
    source = sourceOf(value, listens)
    if (source === undefined) {
      throw new TypeError(
        `Expected the job ${name} to return an async generator, because it was called by stream(), got ${describeValue(value)}`,
      )
    }
  }
  yield* asyncFor(source, function* (item) {
    yield* items.send(item)
  })
  yield* items.flush()
  return items.count
}

/** An async function cannot be interrupted. One that listens to the signal is waited for. */
function* follow(run: JobRun, promise: PromiseLike<unknown>): Generator<Suspension, unknown, unknown> {
  try {
    return yield* settled(promise, 'the promise of a job')
  } catch (error) {
    if (run.stopped !== null && run.listens) {
      try {
        yield* settled(promise, 'the end of a job that was aborted')
      } catch {
        // It ends with the reason of the abort, or with an error that nobody waits for.
      }
    }
    throw error
  }
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  if (typeof value !== 'object' || value === null) return false
  return typeof (value as Partial<PromiseLike<unknown>>).then === 'function'
}
