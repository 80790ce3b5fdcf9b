/**
 * A child of a group that has to say when it has started: trio's `nursery.start`.
 *
 *   starting --started(value)--> a child like the others; `start` returns the value
 *      |--ends, fails--> `start` throws, and the group hears nothing of it
 *      \--the caller is cancelled--> left: cancelled and awaited, then `start` throws
 *
 * Invariant: if `start` throws, the child has ended. A caller that is cancelled in the step in which the
 * child has started loses the value, so it cancels the child, too.
 */

import { isCancelledError, makeCancelledError, RuntimeError } from '../base/errors.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { Future, Suspension } from '../future/future.ts'
import { JointFuture } from '../parking/joint.ts'
import { currentTask } from '../task/current-task.ts'
import { holdCancel, releaseCancel } from '../task/hold.ts'
import type { Task } from '../task/task.ts'

/** What a body of `group.start` calls once it has started. */
export type Started<T = void> = (value: T) => void

export class Starting<T> {
  #state: 'starting' | 'started' | 'left' | 'over' = 'starting'
  #value: T | undefined
  /** The caller of `start` waits for it. */
  #signal: Future<void> | null = null

  /** For the body. */
  readonly started = (value: T): void => {
    if (this.#state === 'started') throw new RuntimeError('started() was called twice')
    if (this.#state === 'over') throw new RuntimeError('started() was called after its task had ended')
    // It was asked to end, and a child that goes on all the same would keep its caller waiting.
    if (this.#state === 'left') throw makeCancelledError('the start() of this task was cancelled')
    this.#state = 'started'
    this.#value = value
    this.#tell()
  }

  /** Does the group hear of the end of the task? */
  get isOfGroup(): boolean {
    return this.#state === 'started'
  }

  /** Waits until `task` has started, or has ended. */
  *wait(task: Task<unknown>): Generator<Suspension, T, unknown> {
    task.addDoneCallback(() => {
      if (this.#state !== 'started') this.#state = 'over'
      this.#tell()
    })
    let cancellation: unknown
    let isCancelled = false
    let held: Task<unknown> | null = null
    let isOver = false
    try {
      while (isCancelled ? !task.done() : this.#state === 'starting') {
        try {
          yield* this.#signalled(task)
        } catch (error) {
          if (!isCancelledError(error)) throw error
          cancellation = error
          held ??= holdCancel()
          if (this.#state === 'starting') this.#state = 'left'
          isCancelled = true
          // If the group has cancelled it already, it cleans up.
          if (task.cancelling() === 0) task.cancel(error.message === '' ? undefined : error.message)
        }
      }
      isOver = true
    } finally {
      releaseCancel(held)
      if (!isOver) task.cancel()
    }
    if (isCancelled) return this.#cancelled(task, cancellation)
    if (this.#state === 'started') return this.#value as T
    throw outcomeOf(task)
  }

  /** As at the end of a group: an error has priority, and the cancellation comes again at the next wait. */
  #cancelled(task: Task<unknown>, cancellation: unknown): never {
    if (this.#state === 'started' || !task.failed()) throw cancellation
    const caller = currentTask()
    if (caller !== null && caller.cancelling() > 0) {
      caller.uncancel()
      caller.cancel()
    }
    throw task.exception()
  }

  *#signalled(task: Task<unknown>): Generator<Suspension, void, unknown> {
    this.#signal = new JointFuture<void>(task.getLoop(), `started() of ${task.describe()}`, [task])
    try {
      yield* this.#signal
    } finally {
      this.#signal = null
    }
  }

  #tell(): void {
    if (this.#signal !== null && !this.#signal.done()) this.#signal.setResult()
  }
}

/** The error of `start` for a task that ended before it had started. */
function outcomeOf(task: Task<unknown>): unknown {
  if (task.failed()) return task.exception()
  const what = `Expected ${task.describe()} to call started(), it`
  if (!task.cancelled()) return new RuntimeError(`${what} ended without it`)
  // Nobody has cancelled the waiting task, so it must not look like that.
  return new RuntimeError(`${what} was cancelled before`)
}

export const starting: (begin: (child: Starting<unknown>) => Task<unknown>) => Coroutine<unknown> = coroutine(
  function* start(
    begin: (child: Starting<unknown>) => Task<unknown>,
  ): Generator<Suspension, unknown, unknown> {
    const child = new Starting<unknown>()
    return yield* child.wait(begin(child))
  },
)
