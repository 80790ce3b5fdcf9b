/**
 * Removing from a stack the coroutines that its frames drive by hand.
 *
 * A frame may call `coro.next()` itself and go on. The coroutine it began stands above it on the stack, but
 * the frame does not wait for it. Delegation passes the innermost suspension up to the driver. So a frame
 * that suspends with another result, or starts a coroutine after a suspension, has been driving by hand. The
 * frames above it are removed, and get a stack of their own.
 */

import { state } from '../current/state.ts'
import type { FrameStack, StackedFrame } from './frame-stack.ts'

declare module '../current/state.ts' {
  interface State {
    /** The stacks of coroutines that are driven by hand, by their roots. */
    readonly byHand: WeakMap<StackedFrame, FrameStack>
  }
}

export const byHand: WeakMap<StackedFrame, FrameStack> = state.byHand

/** Removes the frames above `frame` from the stack: `frame` drove them by hand and does not wait for them. */
export function detach(frames: FrameStack, frame: StackedFrame): void {
  const top = frames._top
  let root = top
  while (root._parent !== frame) {
    if (root._parent === null) return
    root = root._parent
  }
  root._parent = null
  byHand.set(root, { _top: top })
  frames._top = frame
}

/** The same for the coroutine that suspended in this step, if its caller has gone on. */
export function detachSuspended(): void {
  const { frames } = state
  const parent = state.suspendedRoot?._parent
  state.suspended = null
  if (frames !== null && parent !== null && parent !== undefined) detach(frames, parent)
}
