/**
 * The frame stack: it makes resuming a coroutine cost the same at any depth.
 *
 * The engine walks a native `yield*` chain from the outside in at each resume: 1.6 µs at depth 100. So the
 * driver of a coroutine keeps its own stack, linked from the innermost suspended coroutine (`_top`) to the
 * outermost:
 *
 *   main          yield* fetchAll()       first next(): each runs inline in its parent's next(),
 *     ^ _parent                           links itself to it and becomes `_top`
 *   fetchAll      yield* fetchOne()
 *     ^ _parent                           resume: only the generator of `_top` is entered
 *   fetchOne      yield* future   <- _top end: the outcome is kept on the frame, its parent becomes `_top`
 *                                         and is resumed; its `yield*` calls next() and is answered
 *
 * This file has the shape of a stack and the phases of a frame. frame.ts is the frame, and resume.ts resumes
 * a stack. detach.ts removes what is driven by hand, and by-hand.ts drives that.
 */

import type { Suspension } from '../future/future.ts'
import type { CoroutineGenerator } from './native.ts'

/** A driver of coroutines: a task, an async generator, or code that calls `next()` by hand. */
export interface FrameStack {
  /** @internal The innermost suspended coroutine, or the root before it has begun. */
  _top: StackedFrame
}

/** A coroutine on a stack, as the code that resumes it sees it. */
export interface StackedFrame {
  readonly functionName: string
  /** @internal A generator of the engine's own; null once the coroutine has ended. */
  _generator: CoroutineGenerator<unknown> | null
  /** @internal */
  _phase: number
  /** @internal Its result or its error, until its parent has taken it. */
  _outcome: unknown
  /** @internal The coroutine that awaits it. */
  _parent: StackedFrame | null
  /** @internal */
  readonly _isFresh: boolean
  /** @internal May its parent be asked where it stands? */
  readonly _isForwarded: boolean
  /** @internal Makes it the root of `frames`. */
  _claim(frames: FrameStack): void
  /** @internal */
  _close(): void
}

// created --next--> started --ends under another frame--> returned | threw --collected--> closed
//                   started --ends as the root, or before it suspends--> closed
export const CREATED = 0
/** As CREATED, and it is watched whether it is ever awaited: the watch stands in place of its outcome. */
export const WATCHED = 1
/** All phases from here on have begun. */
export const STARTED = 2
export const RETURNED = 3
export const THREW = 4
export const CLOSED = 5
/**
 * A bit beside STARTED: an iterator made by hand began it, and does not pass on what it is sent; see
 * stack.ts.
 */
export const UNFORWARDED = 8

declare module '../current/state.ts' {
  interface State {
    /** The stack that is being driven: the task's own, or that of a driver by hand. */
    frames: FrameStack | null
    /**
     * The result that the innermost coroutine suspended with in this step. It tells delegation from driving
     * by hand.
     */
    suspended: IteratorResult<Suspension, unknown> | null
    /** The outermost coroutine that this result has passed through so far. */
    suspendedRoot: StackedFrame | null
    /** The frame that stands at a pause, for engines that do not hand up its result; see handed-up.ts. */
    pausedIn: StackedFrame | null
  }
}
