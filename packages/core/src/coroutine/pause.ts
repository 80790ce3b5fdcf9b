/**
 * A pause lets every other task have a turn.
 *
 * A bare `yield` does that too, but cannot be awaited, and must not be probed. A pause can be awaited, and
 * answers the question where it stands.
 */

import { state } from '../current/state.ts'
import type { Suspension } from '../future/future.ts'
import { answerProbe, PAUSED, PROBE } from '../tracing/probe.ts'
import { detachSuspended } from './detach.ts'
import { HANDS_UP } from './handed-up.ts'
import { OwnIterator } from './own-iterator.ts'

/** As PAUSED, for an iterator made by hand that does not pass on what it is sent: it must not be asked. */
const PAUSED_UNASKED = (function* paused(): Generator<undefined> {
  yield
})().next() as IteratorYieldResult<undefined>

/**
 * First removes from the stack what was driven by hand in this step: the result would not tell the two apart.
 */
function pause(forwarded: boolean): IteratorYieldResult<undefined> {
  if (state.suspended !== null) detachSuspended()
  if (!HANDS_UP) state.pausedIn = forwarded && state.frames !== null ? state.frames._top : null
  return forwarded ? PAUSED : PAUSED_UNASKED
}

/** `sleep(0)`: one object a pause. */
export class Pause<T> extends OwnIterator<T> {
  // Declared, and assigned in the constructor, for speed: see Settling.
  declare readonly _value: T
  declare _paused: boolean

  constructor(source: { readonly name: string }, value: T) {
    super(source)
    this._value = value
    this._paused = false
  }

  override start(): Iterator<Suspension, T, unknown> {
    return this.own()
  }

  override advance(sent: unknown, forwarded: boolean): IteratorResult<Suspension, T> {
    if (!this._paused) {
      this._paused = true
      return pause(forwarded)
    }
    return sent === PROBE ? answerProbe(undefined, this.advance) : { done: true, value: this._value }
  }
}
