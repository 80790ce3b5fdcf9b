/**
 * A coroutine with a generator: the frame of a frame stack.
 *
 * Its first `next()` runs the generator inline, in the `next()` of the frame that awaits it. If the generator
 * suspends, the frame stays on the stack and is resumed from there. When it ends, its outcome is kept until
 * its parent's `yield*` asks for it by another `next()`. See frame-stack.ts.
 */

import { RuntimeError } from '../base/errors.ts'
import { state } from '../current/state.ts'
import type { Suspension } from '../future/future.ts'
import type { Place } from '../tracing/place.ts'
import { answerProbe, PROBE } from '../tracing/probe.ts'
import { type Watch, watchAwaited, watchFirst, whenNoLongerNew } from '../tracing/unawaited.ts'
import { closeFrames, resumeByHand, takeFramesByHand } from './by-hand.ts'
import { Coroutine } from './coroutine.ts'
import { detach, detachSuspended } from './detach.ts'
import { explained } from './explain.ts'
import {
  CLOSED,
  CREATED,
  type FrameStack,
  RETURNED,
  STARTED,
  type StackedFrame,
  THREW,
  UNFORWARDED,
  WATCHED,
} from './frame-stack.ts'
import { isHandedUp } from './handed-up.ts'
import { misused } from './misused.ts'
import { type AnyIterator, type CoroutineGenerator, resumeNext } from './native.ts'

/** The origin of a coroutine, for its name: the coroutine function, or null for a bare generator. */
export type Source = { readonly name: string } | null

/** A coroutine with a generator: the frame of a frame stack. */
export class Frame<T> extends Coroutine<T> {
  static {
    whenNoLongerNew(() => Reflect.deleteProperty(Frame.prototype, '_watchIfNew'))
  }

  // Declared, and assigned in the constructor, for speed: see Settling.
  /** @internal A generator of the engine's own, see native.ts; null once the coroutine has ended. */
  declare _generator: CoroutineGenerator<T> | null
  /** @internal */
  declare _phase: number
  /** @internal Before it begins, what watches whether it does. */
  declare _outcome: unknown
  /** @internal */
  declare _parent: StackedFrame | null
  /** @internal Its iterator was asked for: by `yield*`, or by `for…of` and its like, which is a mistake. */
  declare _iterated: boolean
  /** @internal */
  declare _source: Source

  constructor(generator: CoroutineGenerator<T> | null, source: Source) {
    super()
    this._generator = generator
    this._phase = CREATED
    this._outcome = undefined
    this._parent = null
    this._iterated = false
    this._source = source
    if (state.debugging) this._watch(watchAwaited(source))
    else this._watchIfNew()
  }

  /** @internal A frame that has ended. */
  static ended(source: Source): Frame<unknown> {
    const frame = new Frame<unknown>(null, source)
    frame.close()
    return frame
  }

  get functionName(): string {
    return this._source === null || this._source.name === '' ? 'coroutine' : this._source.name
  }

  [Symbol.iterator](): AnyIterator<T> {
    // A field of its own, written unread: a bit of the phase would cost 6 % of a call.
    this._iterated = true
    return this
  }

  /** @internal */
  _toFrame(): Frame<T> {
    return this
  }

  next(sent?: unknown): IteratorResult<Suspension, T> {
    // Passes the probe on to what it waits for. Done here, because a method of its own would add one line to
    // the native stack for each frame.
    if (sent === PROBE)
      return this._mayBeAsked
        ? (this._generator as CoroutineGenerator<T>).next(PROBE)
        : answerProbe(undefined)
    switch (this._phase) {
      case CREATED:
        // biome-ignore lint/complexity/noArguments: a rest parameter would allocate at each resume.
        return this._enter(sent, arguments.length)
      case RETURNED: {
        const value = this._outcome as T
        this._close()
        return { done: true, value }
      }
      case THREW: {
        const error = this._outcome
        this._close()
        throw error
      }
      case STARTED:
      case STARTED | UNFORWARDED:
        return resumeByHand(this, sent, false) as IteratorResult<Suspension, T>
      default:
        if (!this._isFresh) throw this._reused()
        this._unwatch()
        // biome-ignore lint/complexity/noArguments: see above.
        return this._enter(sent, arguments.length)
    }
  }

  throw(error: unknown): IteratorResult<Suspension, T> {
    switch (this._phase) {
      case STARTED:
      case STARTED | UNFORWARDED:
        return resumeByHand(this, error, true) as IteratorResult<Suspension, T>
      case RETURNED:
      case THREW:
        this._close()
        throw error
      default:
        if (!this._isFresh) throw this._reused()
        this.return()
        throw error
    }
  }

  return(value?: T): IteratorResult<Suspension, T> {
    this._unwatch()
    if (this._isStarted) closeFrames(this)
    this._close()
    return { done: true, value: value as T }
  }

  /** @internal Makes it the root of `frames`: only their driver may drive it from now on. */
  _claim(frames: FrameStack): void {
    this._unwatch()
    if (this._isFresh) {
      this._phase = STARTED
      frames._top = this
      return
    }
    if (!this._isStarted) throw this._reused()
    frames._top = takeFramesByHand(this)._top
  }

  /** @internal Not begun. */
  get _isFresh(): boolean {
    return this._phase < STARTED
  }

  /** @internal */
  override _watchIfNew(): void {
    const watch = watchFirst(this._source)
    if (watch !== undefined) this._watch(watch)
  }

  /** @internal */
  _watch(watch: Watch): void {
    this._outcome = watch
    this._phase = WATCHED
  }

  /** @internal It has begun, or was closed on purpose. */
  _unwatch(): Place | undefined {
    if (this._phase !== WATCHED) return undefined
    const watch = this._outcome as Watch
    const { place } = watch
    watch.end()
    this._outcome = undefined
    this._phase = CREATED
    return place
  }

  /** @internal Begun and not ended. */
  get _isStarted(): boolean {
    return (this._phase & ~UNFORWARDED) === STARTED
  }

  /** @internal Can this frame be probed now? */
  get _mayBeAsked(): boolean {
    return this._generator !== null && this._isStarted && state.probeStop !== this
  }

  /** @internal May its parent be asked where it stands? */
  get _isForwarded(): boolean {
    return (this._phase & UNFORWARDED) === 0
  }

  /** @internal */
  _close(): void {
    this._phase = CLOSED
    this._outcome = undefined
    this._generator = null
    this._parent = null
  }

  /** @internal */
  _enter(sent: unknown, passed: number): IteratorResult<Suspension, T> {
    const frames = state.frames
    if (frames === null) {
      if (passed === 0) this._unforwarded()
      return resumeByHand(this, sent, false) as IteratorResult<Suspension, T>
    }
    // A coroutine has suspended, and yet the step goes on: its caller drives it by hand.
    if (state.suspended !== null) detachSuspended()
    const parent = frames._top
    const generator = this._generator as CoroutineGenerator<T>
    this._phase = passed === 0 ? this._unforwarded() : STARTED
    this._parent = parent
    frames._top = this
    let result: IteratorResult<Suspension, T>
    try {
      result = resumeNext.call(generator, sent) as IteratorResult<Suspension, T>
    } catch (error) {
      if (frames._top !== this) detach(frames, this)
      frames._top = parent
      this._close()
      throw explained(error)
    }
    if (result.done === true) {
      if (frames._top !== this) detach(frames, this)
      frames._top = parent
      this._close()
      return result
    }
    if (frames._top !== this && !isHandedUp(result)) detach(frames, this)
    state.suspended = result
    state.suspendedRoot = this
    return result
  }

  /**
   * @internal The phase of a coroutine that was begun by `next()` without an argument. Delegation always
   * passes one; `for…of`, spreading and destructuring pass none, and ask for the iterator before.
   */
  _unforwarded(): number {
    if (this._iterated) throw misused(this, 'iterate over')
    return STARTED | UNFORWARDED
  }

  /** @internal */
  override _reused(): RuntimeError {
    return this._isStarted
      ? new RuntimeError(`coroutine '${this.functionName}' is being awaited already`)
      : super._reused()
  }
}
