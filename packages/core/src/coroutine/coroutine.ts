/**
 * Coroutines, and the frame stack that makes resuming them cost the same at any depth.
 *
 * A native `yield*` chain is walked from the outside in at each resume: 1.6 µs at depth 100. So whoever drives
 * coroutines keeps a FrameStack, linked from the innermost suspended coroutine (`top`) to the outermost:
 *
 *   main          yield* fetchAll()       first next(): each runs inline in its parent's next(),
 *     ^ parent                            links itself to it and becomes `top`
 *   fetchAll      yield* fetchOne()
 *     ^ parent                            resume: only top.generator is entered
 *   fetchOne      yield* future   <- top  end: the outcome is kept on the Coroutine, its parent becomes `top`
 *                                         and is resumed; its `yield*` calls next() and is answered
 *
 * Delegation passes the very result object of the innermost suspension up to the driver. A frame that answers
 * with another object, or goes on after a suspension, has been driving a coroutine by hand: what stands above
 * it on the stack is not waited for by it, and is taken off (`detach`).
 *
 * Errors go in by `throw()` at the top frame, never by `return()`: with `return()` a `finally` that waits makes
 * the outer generators run on as if nothing had happened.
 */

import {
  checkGeneratorFunction,
  functionBrand,
  isCoroutineFunction,
  isNativeGeneratorFunction,
  noteBody,
} from '../base/coroutine-function.ts'
import { describeValue, RuntimeError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { state } from '../current/state.ts'
import { type Awaitable, isFuture, type Suspension } from '../future/future.ts'
import { noteAwaited, noteCoroutine } from '../tracing/debug.ts'
import { answerProbe, isGenerator, PROBE } from '../tracing/probe.ts'
import { noteAwait } from '../tracing/trail.ts'
import { isHandedUp } from './handed-up.ts'

// biome-ignore lint/suspicious/noExplicitAny: what is sent in is the driver's business, as in Generator.
type AnyIterator<T> = Iterator<Suspension, T, any>

/** A generator object that may be driven as a coroutine. */
// biome-ignore lint/suspicious/noExplicitAny: see above.
export type CoroutineGenerator<T> = Generator<Suspension, T, any>

/** What is accepted wherever a coroutine is. */
export type CoroutineLike<T> = Coroutine<T> | CoroutineGenerator<T>

/** Who drives coroutines: a task, an async generator, or code that calls `next()` by hand. */
export interface FrameStack {
  /** @internal The innermost suspended coroutine, or the root before it has begun. */
  _top: Frame<unknown>
}

// created --next--> started --ends under another frame--> returned | threw --collected--> closed
//                   started --ends as the root, or before it suspends--> closed
const CREATED = 0
const STARTED = 1
const RETURNED = 2
const THREW = 3
const CLOSED = 4
/** As CREATED, and debug mode watches whether it is ever awaited. */
const WATCHED = 5
/** With STARTED: begun by an iterator made by hand that does not pass on what it is sent; see stack.ts. */
const UNFORWARDED = 8

/**
 * The engine's own methods, called directly: to look them up on the generator takes longer than to resume it, because the
 * generators of each function have a prototype of their own.
 */
const { next, throw: throwIn } = Object.getPrototypeOf(
  Object.getPrototypeOf((function* () {})()),
) as Generator<Suspension, unknown>
export const resumeNext: AnyIterator<unknown>['next'] = next
const resumeThrow: (error: unknown) => IteratorResult<Suspension, unknown> = throwIn

const coroutineBrand: unique symbol = Symbol.for('acoro.Coroutine') as never

/** The stacks of coroutines that somebody drives by hand. */
const byHand = new WeakMap<Frame<unknown>, FrameStack>()

/**
 * The work of a coroutine function: lazy, to be awaited once. asyncio: a coroutine object.
 *
 * @example
 * ```ts
 * import { coroutine, run } from '@acoro/core'
 *
 * const greet = coroutine(function* greet(name: string) {
 *   return `hello ${name}`
 * })
 * const hello = greet('ada')
 * await run(hello) // => 'hello ada'
 * await run(hello) // throws: RuntimeError: cannot reuse already awaited coroutine 'greet'
 * ```
 */
export abstract class Coroutine<T> implements Awaitable<T> {
  static {
    Object.defineProperty(Coroutine.prototype, coroutineBrand, { value: true })
    Object.defineProperty(Coroutine.prototype, Symbol.toStringTag, { value: 'Coroutine', configurable: true })
  }

  /** The name of the coroutine function. */
  abstract get name(): string

  abstract [Symbol.iterator](): AnyIterator<T>

  /** Resumes it: to be called by `yield*` and by whoever drives it by hand. Python: `coro.send(value)`. */
  abstract next(sent?: unknown): IteratorResult<Suspension, T>

  /** Throws `error` at the point where it is suspended. */
  abstract throw(error: unknown): IteratorResult<Suspension, T>

  /** Ends it where it stands: `finally` blocks run, and must not wait (RuntimeError). Python: `coro.close()`. */
  abstract return(value?: T): IteratorResult<Suspension, T>

  /** @internal What a task drives; made now for one that needs none where it is awaited. */
  abstract _toFrame(): Frame<T>

  /** @internal Not begun. */
  abstract get _isFresh(): boolean

  /** Python's name of `next(value)`. */
  send(value: unknown): IteratorResult<Suspension, T> {
    return this.next(value)
  }

  close(): void {
    this.return()
  }

  toString(): string {
    return `<coroutine ${this.name}>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }

  /** @internal */
  _reused(): RuntimeError {
    return new RuntimeError(`cannot reuse already awaited coroutine '${this.name}'`)
  }
}

/** What a coroutine came from, for its name: the coroutine function, or nothing for a bare generator. */
export type Source = { readonly name: string } | null

/** A coroutine with a generator: what stands on a frame stack. */
export class Frame<T> extends Coroutine<T> {
  // Declared, and assigned in the constructor, for the sake of speed: see Future.
  /** @internal Null once it has ended; a generator of the engine's own, see `nativeGenerator`. */
  declare _generator: CoroutineGenerator<T> | null
  /** @internal */
  declare _phase: number
  /** @internal */
  declare _outcome: unknown
  /** @internal */
  declare _parent: Frame<unknown> | null
  /** @internal */
  declare _source: Source

  constructor(generator: CoroutineGenerator<T> | null, source: Source) {
    super()
    this._generator = generator
    this._phase = CREATED
    this._outcome = undefined
    this._parent = null
    this._source = source
    if (state.debugging) {
      noteCoroutine(this)
      this._phase = WATCHED
    }
  }

  /** @internal One that has ended. */
  static ended(source: Source): Frame<unknown> {
    const frame = new Frame<unknown>(null, source)
    frame.close()
    return frame
  }

  get name(): string {
    return this._source === null || this._source.name === '' ? 'coroutine' : this._source.name
  }

  [Symbol.iterator](): AnyIterator<T> {
    return this
  }

  /** @internal */
  _toFrame(): Frame<T> {
    return this
  }

  next(sent?: unknown): IteratorResult<Suspension, T> {
    // Passed on to what it waits for, here and not in a method of its own: that would be one more line of the native
    // stack for each frame.
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
        return resumeByHand(this, sent, false)
      default:
        if (this._phase !== WATCHED) throw this._reused()
        this._unwatch()
        // biome-ignore lint/complexity/noArguments: see above.
        return this._enter(sent, arguments.length)
    }
  }

  throw(error: unknown): IteratorResult<Suspension, T> {
    switch (this._phase) {
      case CREATED:
      case WATCHED:
        this.return()
        throw error
      case STARTED:
      case STARTED | UNFORWARDED:
        return resumeByHand(this, error, true)
      case RETURNED:
      case THREW:
        this._close()
        throw error
      default:
        throw this._reused()
    }
  }

  return(value?: T): IteratorResult<Suspension, T> {
    this._unwatch()
    if (this._isStarted) closeFrames(this as Frame<unknown>)
    this._close()
    return { done: true, value: value as T }
  }

  // ------------------------------------------------------------------ for the other files of core

  /** @internal Makes it the root of `frames`: whoever drives it there is the only one who may. */
  _claim(frames: FrameStack): void {
    this._unwatch()
    if (this._phase === CREATED) {
      this._phase = STARTED
      frames._top = this as Frame<unknown>
      return
    }
    if (!this._isStarted) throw this._reused()
    frames._top = framesByHand(this as Frame<unknown>)._top
    byHand.delete(this as Frame<unknown>)
  }

  /** @internal Not begun. */
  get _isFresh(): boolean {
    return this._phase === CREATED || this._phase === WATCHED
  }

  /** @internal It is begun, or closed on purpose. */
  _unwatch(): void {
    if (this._phase !== WATCHED) return
    noteAwaited(this)
    this._phase = CREATED
  }

  /** @internal Begun and not ended. */
  get _isStarted(): boolean {
    return (this._phase & ~UNFORWARDED) === STARTED
  }

  /** @internal Has it neither just ended nor been named as what is not to be entered? */
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
    if (frames === null) return resumeByHand(this, sent, false)
    // Something suspended and yet the step goes on: its caller drives it by hand.
    if (state.suspended !== null) detachSuspended()
    const parent = frames._top
    const generator = this._generator as CoroutineGenerator<T>
    this._phase = passed === 0 ? STARTED | UNFORWARDED : STARTED
    this._parent = parent
    frames._top = this as Frame<unknown>
    let result: IteratorResult<Suspension, T>
    try {
      result = resumeNext.call(generator, sent) as IteratorResult<Suspension, T>
    } catch (error) {
      if (frames._top !== this) detach(frames, this as Frame<unknown>)
      frames._top = parent
      this._close()
      throw error
    }
    if (result.done === true) {
      if (frames._top !== this) detach(frames, this as Frame<unknown>)
      frames._top = parent
      this._close()
      return result
    }
    if (frames._top !== this && !isHandedUp(result)) detach(frames, this as Frame<unknown>)
    state.suspended = result
    state.suspendedRoot = this as Frame<unknown>
    return result
  }

  /** @internal */
  override _reused(): RuntimeError {
    return this._isStarted
      ? new RuntimeError(`coroutine '${this.name}' is being awaited already`)
      : super._reused()
  }
}

/**
 * The first step of `generator` as the root of `frames`, whose own frame is there and has no generator: it is given this one
 * where it suspends, and else is as it was.
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
    throw error
  }
}

/**
 * Resumes the top frame, and its parents as frames end, until one suspends or the root ends; gives what the root's
 * `next()` would give. Nothing else drives coroutines, save that a task's step has the first lines of it written out.
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
    // Taken back in the `catch`, where nobody took it: a `finally` would throw once more.
    if (throwing) state.throwingInto = frames
    result = (throwing ? resumeThrow : resumeNext).call(generator, sent)
    state.throwingInto = null
  } catch (error) {
    return resumeAfter(frames, frame, undefined, error)
  }
  return resumeAfter(frames, frame, result)
}

/** Goes on after `frame` has given `result`; after it has thrown, where there is none. */
export function resumeAfter(
  frames: FrameStack,
  frame: Frame<unknown>,
  result: IteratorResult<Suspension, unknown> | undefined,
  thrown?: unknown,
): IteratorResult<Suspension, unknown> {
  const parent =
    result === undefined ? failed(frames, frame, thrown, true) : parentAfter(frames, frame, result)
  return parent === null
    ? (result as IteratorResult<Suspension, unknown>)
    : resumeParents(frames, parent, thrown)
}

/** Goes on with `first`, whose child has ended, with `thrown` if with an error. */
function resumeParents(
  frames: FrameStack,
  first: Frame<unknown>,
  thrown: unknown,
): IteratorResult<Suspension, unknown> {
  let frame: Frame<unknown> | null = first
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

/** `frame` has given `result`: the parent to be resumed with it, where that is its end. */
function parentAfter(
  frames: FrameStack,
  frame: Frame<unknown>,
  result: IteratorResult<Suspension, unknown>,
): Frame<unknown> | null {
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

/** `frame` has ended with `error`: gives its parent, which is to be resumed; throws it where there is none. */
function failed(frames: FrameStack, frame: Frame<unknown>, error: unknown, isNew: boolean): Frame<unknown> {
  state.throwingInto = null
  if (frames._top !== frame) detach(frames, frame)
  const parent = frame._parent
  const askable = frame._isForwarded
  frame._close()
  if (parent === null) throw error
  frame._phase = THREW
  frame._outcome = error
  // Once: whether it is told does not change from frame to frame.
  if (isNew) noteAwait(error, parent, askable)
  frames._top = parent
  return parent
}

/** Runs `body` with `frames` as the stack in force, and puts the old one back. */
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

/** The same for what suspended in this step, whose caller has gone on. */
export function detachSuspended(): void {
  const { frames } = state
  const parent = state.suspendedRoot?._parent
  state.suspended = null
  if (frames !== null && parent !== null && parent !== undefined) detach(frames, parent)
}

/** Takes what stands above `frame` off the stack: `frame` drove it by hand and does not wait for it. */
function detach(frames: FrameStack, frame: Frame<unknown>): void {
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

function resumeByHand<T>(root: Frame<T>, sent: unknown, throwing: boolean): IteratorResult<Suspension, T> {
  const coro = root as Frame<unknown>
  try {
    return drive(framesByHand(coro), (frames) => resumeWith(frames, sent, throwing)) as IteratorResult<
      Suspension,
      T
    >
  } finally {
    if (coro._phase === CLOSED) byHand.delete(coro)
  }
}

function framesByHand(coro: Frame<unknown>): FrameStack {
  const known = byHand.get(coro)
  if (known !== undefined) return known
  if (coro._isFresh) {
    const frames = { _top: coro }
    coro._claim(frames)
    byHand.set(coro, frames)
    return frames
  }
  // Begun by hand in this very step: it still stands above the frame that did so.
  const current = state.frames
  if (current !== null && coro._parent !== null) {
    for (let frame: Frame<unknown> | null = current._top; frame !== null; frame = frame._parent) {
      if (frame !== coro) continue
      detach(current, coro._parent)
      const own = byHand.get(coro)
      if (own !== undefined) return own
    }
  }
  throw new RuntimeError(`coroutine '${coro.name}' is being awaited already`)
}

/** Closes the frames of a coroutine from the innermost out, and leaves `root` to its caller. */
function closeFrames(root: Frame<unknown>): void {
  const frames = framesByHand(root)
  byHand.delete(root)
  drive(frames, () => {
    for (let frame: Frame<unknown> | null = frames._top; frame !== null; ) {
      const parent: Frame<unknown> | null = frame._parent
      const result = frame._generator?.return(undefined)
      frame._close()
      if (result !== undefined && result.done !== true) {
        throw new RuntimeError(
          `coroutine '${frame.name}' waits in a finally block while it is closed: cancel its task instead`,
        )
      }
      frame = parent
    }
  })
}

type GeneratorFunctionOf<This, Args extends unknown[], T> = (
  this: This,
  ...args: Args
) => CoroutineGenerator<T>

/** A function whose call makes a Coroutine. */
export type CoroutineFunction<This, Args extends unknown[], T> = (this: This, ...args: Args) => Coroutine<T>

/**
 * `async def`: makes of a generator function a function that returns a lazy Coroutine; also a decorator for
 * methods (`@coroutine *load() {}`). TypeError for anything but a generator function.
 *
 * Inside its body the function's own name is the bare generator function: to recurse as coroutines, call the constant
 * under another name, or leave the `function*` without one.
 *
 * @example
 * ```ts
 * import { coroutine, run, sleep } from '@acoro/core'
 *
 * const work = coroutine(function* work(name: string, ms: number) {
 *   yield* sleep(ms)
 *   return `done ${name} after ${ms} ms`
 * })
 * await run(work('a', 10)) // => 'done a after 10 ms'
 * ```
 */
// A decorator cannot change the type of its method: to TypeScript it goes on giving a generator.
export function coroutine<This, Args extends unknown[], G extends CoroutineGenerator<unknown>>(
  fn: (this: This, ...args: Args) => G,
  context: ClassMethodDecoratorContext<This, (this: This, ...args: Args) => G>,
): (this: This, ...args: Args) => G
export function coroutine<This, Args extends unknown[], T>(
  fn: GeneratorFunctionOf<This, Args, T>,
): CoroutineFunction<This, Args, T>
export function coroutine<This, Args extends unknown[], T>(
  fn: GeneratorFunctionOf<This, Args, T>,
  _context?: ClassMethodDecoratorContext,
): CoroutineFunction<This, Args, T> {
  checkGeneratorFunction(fn)
  const isNative = isNativeGeneratorFunction(fn)
  const made = function (this: This, ...args: Args): Coroutine<T> {
    const generator = fn.apply(this, args)
    return new Frame<T>(isNative ? generator : delegating(generator), fn)
  }
  Object.defineProperty(made, 'name', { value: fn.name, configurable: true })
  Object.defineProperty(made, 'length', { value: fn.length, configurable: true })
  Object.defineProperty(made, functionBrand, { value: true })
  if (isNative) noteBody(made, fn)
  return made
}

/** A generator of the engine's own: one that a transpiler made is delegated to. */
export function nativeGenerator<T>(generator: CoroutineGenerator<T>): CoroutineGenerator<T> {
  return generator.next === (resumeNext as unknown) ? generator : delegating(generator)
}

function* delegating<T>(generator: CoroutineGenerator<T>): CoroutineGenerator<T> {
  return yield* generator
}

/** Is it a coroutine object, or a generator object, which is accepted in its place? asyncio: `iscoroutine`. */
export function isCoroutine(value: unknown): value is CoroutineLike<unknown> {
  if (value instanceof Coroutine) return true
  if (typeof value !== 'object' || value === null) return false
  return coroutineBrand in value || isGenerator(value)
}

/** Can it be awaited with `yield*`? Collections can be iterated, too, and are no awaitables. */
export function isAwaitable(value: unknown): value is Awaitable<unknown> {
  if (typeof value !== 'object' || value === null) return false
  if (coroutineBrand in value || isFuture(value) || isGenerator(value)) return true
  if (typeof (value as Partial<Awaitable<unknown>>)[Symbol.iterator] !== 'function') return false
  return !('length' in value || 'size' in value)
}

/** The Coroutine behind what is accepted as one; TypeError, saying what to do, for anything else. */
export function toCoroutine<T>(value: CoroutineLike<T>): Coroutine<T> {
  // The cheaper test first; the brand is for coroutines of another copy of core.
  if (value instanceof Coroutine) return value as Coroutine<T>
  if (typeof value === 'object' && value !== null) {
    if (coroutineBrand in value) return value as unknown as Coroutine<T>
    if (isGenerator(value)) return new Frame<T>(nativeGenerator(value as CoroutineGenerator<T>), null)
  }
  throw new TypeError(`Expected a coroutine, got ${describeValue(value)}${hint(value)}`)
}

function hint(value: unknown): string {
  if (isCoroutineFunction(value)) return ': call it'
  if (isFuture(value)) return ': await it, or wrap it with ensureFuture()'
  if (typeof value === 'object' && value !== null && 'then' in value)
    return ': wrap a promise with fromPromise() of @acoro/compat'
  return ''
}
