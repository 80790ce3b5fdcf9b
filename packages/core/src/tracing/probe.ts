/**
 * The probe: the question «where do you stand?», sent through `next()` as if it were a value; see stack.ts.
 *
 * Everything that a coroutine can wait for answers it. The answer captures the native stack, on which every
 * generator on the way stands at that moment, and suspends again as before. An iterator made by hand must
 * pass on the value that its `next` is sent.
 */

import { transpiled } from '../base/coroutine-function.ts'
import { state } from '../current/state.ts'
import { type Captured, captureInto } from './capture.ts'

declare module '../current/state.ts' {
  interface State {
    /** The stack captured by the last probe; see PROBE. */
    probed: Captured | null
    /** A coroutine that answers a probe without passing it on: it is running. */
    probeStop: unknown
    /** See PAUSED. */
    paused: IteratorYieldResult<undefined>
  }
}

export const PROBE: unique symbol = Symbol.for('acoro.probe') as never

/**
 * `sleep(0)` always suspends with this result. A task that suspends with another `undefined`, a bare `yield`
 * of the user's, must not be probed. The engine makes this object, so that it has the shape of all other
 * suspensions.
 */
export const PAUSED: IteratorYieldResult<undefined> = state.paused

/** Answers it, with the suspension that `value` stands for. */
export function answerProbe<S>(value: S): IteratorYieldResult<S> {
  const place: Captured = {}
  captureInto(place, answerProbe)
  state.probed = place
  return { done: false, value }
}

/** Is it a generator object of the engine? Only those are sure to pass a probe on. */
export function isGenerator(value: object): boolean {
  if ((value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] === 'Generator') return true
  // What swc and TypeScript make of a generator has its methods, and no tag.
  // Futures have them, too.
  return transpiled && !('~acoro' in value) && ['next', 'throw', 'return'].every((name) => name in value)
}
