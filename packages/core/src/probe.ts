/**
 * The question «where do you stand?», sent through `next()` as if it were a value; see stack.ts.
 *
 * Whatever a coroutine can wait for answers it: captures the native stack, on which every generator on the way stands at
 * that moment, and suspends again as it had. Whoever writes an iterator by hand passes on what its `next` is sent.
 */

import type { Suspension } from './future.ts'
import { state } from './state.ts'

export const PROBE: unique symbol = Symbol.for('acoro.probe') as never

export function answerProbe(value: Suspension): IteratorYieldResult<Suspension> {
  state.probed = new Error('probe')
  return { done: false, value }
}

/** A generator object of the engine's own: only these are sure to pass a probe on. */
export function isGenerator(value: object): boolean {
  return (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] === 'Generator'
}
