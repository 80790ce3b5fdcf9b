/**
 * Resuming a stack: its top frame, and the parents of frames that end, until one suspends or the root ends.
 *
 * A stack is driven in three ways, which differ only in their first lines. A task's step resumes the top
 * frame itself (stepping.ts repeats these lines, for speed). `resumeWith` sends a value or throws an error:
 * cancellations, async generators, drivers by hand. `resumeFirst` makes the first step of an asyncified call.
 * `resumeAfter` goes on when a frame has ended.
 *
 * Errors go in by `throw()` at the top frame, never by `return()`. After `return()`, a `finally` that waits
 * makes the outer generators run on as if nothing had happened.
 */

import { state } from '../current/state.ts'
import type { Suspension } from '../future/future.ts'
import { noteAwait } from '../tracing/trail.ts'
import { detach } from './detach.ts'
import { explained } from './explain.ts'
import { type FrameStack, RETURNED, type StackedFrame, THREW } from './frame-stack.ts'
import { isHandedUp } from './handed-up.ts'
import { type CoroutineGenerator, resumeNext, resumeThrow } from './native.ts'

/**
 * Makes the first step of `generator` as the root of `frames`. The root's frame exists already and has no
 * generator. It gets this one if the generator suspends, and otherwise stays as it is.
 */
export function resumeFirst(
  frames: FrameStack,
  generator: CoroutineGenerator<unknown>,
): IteratorResult<Suspension, unknown> {
  state.suspended = null
  const frame = frames._top
  try {
    const result = resumeNext.call(generator, undefined) as IteratorResult<Suspension, unknown>
    if (result.done !== true) frame._generator = generator
    if (frames._top !== frame && !isHandedUp(result)) detach(frames, frame)
    return result
  } catch (error) {
    if (frames._top !== frame) detach(frames, frame)
    throw explained(error)
  }
}

/**
 * Resumes the top frame with a value or an error. Returns what the root's `next()` would return, or throws.
 */
export function resumeWith(
  frames: FrameStack,
  sent: unknown,
  throwing: boolean,
): IteratorResult<Suspension, unknown> {
  state.suspended = null
  const frame = frames._top
  const generator = frame._generator as CoroutineGenerator<unknown>
  let result: IteratorResult<Suspension, unknown>
  try {
    // Reset in the `catch` if no code took it: a `finally` would throw once more.
    if (throwing) state.throwingInto = frames
    result = (throwing ? resumeThrow : resumeNext).call(generator, sent)
    state.throwingInto = null
  } catch (error) {
    return resumeAfter(frames, frame, undefined, throwing ? explained(error, sent) : error)
  }
  return resumeAfter(frames, frame, result)
}

/** Goes on after `frame` has returned `result`; without a result, after it has thrown `thrown`. */
export function resumeAfter(
  frames: FrameStack,
  frame: StackedFrame,
  result: IteratorResult<Suspension, unknown> | undefined,
  thrown?: unknown,
): IteratorResult<Suspension, unknown> {
  const parent =
    result === undefined ? failed(frames, frame, thrown, true) : parentAfter(frames, frame, result)
  return parent === null
    ? (result as IteratorResult<Suspension, unknown>)
    : resumeParents(frames, parent, thrown)
}

/** Goes on with `first`, whose child has ended; `thrown` is the error it ended with, if any. */
function resumeParents(
  frames: FrameStack,
  first: StackedFrame,
  thrown: unknown,
): IteratorResult<Suspension, unknown> {
  let frame: StackedFrame | null = first
  let noted = thrown
  for (;;) {
    let result: IteratorResult<Suspension, unknown>
    try {
      result = resumeNext.call(frame._generator as CoroutineGenerator<unknown>, undefined)
    } catch (error) {
      frame = failed(frames, frame, error, error !== noted)
      noted = error
      continue
    }
    frame = parentAfter(frames, frame, result)
    if (frame === null) return result
  }
}

/**
 * Handles that `frame` has returned `result`. If that ended it, returns the parent, which is to be resumed.
 */
function parentAfter(
  frames: FrameStack,
  frame: StackedFrame,
  result: IteratorResult<Suspension, unknown>,
): StackedFrame | null {
  if (result.done !== true) {
    if (frames._top !== frame && !isHandedUp(result)) detach(frames, frame)
    return null
  }
  if (frames._top !== frame) detach(frames, frame)
  const parent = frame._parent
  frame._close()
  if (parent === null) return null
  frame._phase = RETURNED
  frame._outcome = result.value
  frames._top = parent
  return parent
}

/**
 * Handles that `frame` has ended with `error`. Returns its parent, which is to be resumed; throws if it has
 * none.
 */
function failed(frames: FrameStack, frame: StackedFrame, thrown: unknown, isNew: boolean): StackedFrame {
  const error = explained(thrown)
  state.throwingInto = null
  if (frames._top !== frame) detach(frames, frame)
  const parent = frame._parent
  const askable = frame._isForwarded
  frame._close()
  if (parent === null) throw error
  frame._phase = THREW
  frame._outcome = error
  // Once: whether it is noted does not change from frame to frame.
  if (isNew) noteAwait(error, parent, askable)
  frames._top = parent
  return parent
}

/** Runs `body` with `frames` as the current stack, and restores the old one. */
export function drive<R>(frames: FrameStack, body: (frames: FrameStack) => R): R {
  const outer = state.frames
  state.frames = frames
  try {
    return body(frames)
  } finally {
    state.frames = outer
    state.suspended = null
  }
}
