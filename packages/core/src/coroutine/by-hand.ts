/**
 * Driving a coroutine by hand: code that is not a task calls `coro.next()`, `throw()` or `return()`.
 *
 * Such a coroutine has a stack of its own, found by its root. It gets the stack when it is begun, or when it
 * is taken off the stack on which it was begun (detach.ts).
 */

import { RuntimeError } from '../base/errors.ts'
import { state } from '../current/state.ts'
import type { Suspension } from '../future/future.ts'
import { byHand, detachSuspended } from './detach.ts'
import { CLOSED, type FrameStack, type StackedFrame } from './frame-stack.ts'
import { drive, resumeWith } from './resume.ts'

/** `root.next(sent)`, or `root.throw(sent)`, for a coroutine that has begun or begins now. */
export function resumeByHand(
  root: StackedFrame,
  sent: unknown,
  throwing: boolean,
): IteratorResult<Suspension, unknown> {
  try {
    return drive(framesByHand(root), (frames) => resumeWith(frames, sent, throwing))
  } finally {
    if (root._phase === CLOSED) byHand.delete(root)
  }
}

/** The stack of a coroutine that is driven by hand. RuntimeError if it is awaited already. */
export function framesByHand(root: StackedFrame): FrameStack {
  const known = byHand.get(root)
  if (known !== undefined) return known
  if (root._isFresh) {
    const frames = { _top: root }
    root._claim(frames)
    byHand.set(root, frames)
    return frames
  }
  // It was begun by hand in this very step and has suspended, so it still stands above the frame that began
  // it. A frame that stands there and has not suspended is running, and awaits itself.
  if (state.suspended !== null) {
    detachSuspended()
    const own = byHand.get(root)
    if (own !== undefined) return own
  }
  throw new RuntimeError(`coroutine '${root.functionName}' is being awaited already`)
}

/** Hands the stack of `root` on to a task or a generator, which drives it from now on. */
export function takeFramesByHand(root: StackedFrame): FrameStack {
  const frames = framesByHand(root)
  byHand.delete(root)
  return frames
}

/** Closes the frames of a coroutine from the innermost out. The caller closes `root` itself. */
export function closeFrames(root: StackedFrame): void {
  drive(takeFramesByHand(root), (frames) => {
    for (let frame: StackedFrame | null = frames._top; frame !== null; ) {
      const parent: StackedFrame | null = frame._parent
      const result = frame._generator?.return(undefined)
      frame._close()
      if (result !== undefined && result.done !== true) {
        throw new RuntimeError(
          `coroutine '${frame.functionName}' waits in a finally block while it is closed: cancel its task instead`,
        )
      }
      frame = parent
    }
  })
}
