/**
 * Async generators: `async def` with `yield`. The body waits with `yield*` like any coroutine and hands values out
 * with `yield* emit(value)`, from whatever depth.
 *
 * The consumer's task drives it by hand, so it has a frame stack of its own: what the body waits for is passed
 * on to the task, an emission is kept and ends the consumer's `anext()`. Closing throws GeneratorExit at the emit,
 * never `return()`: only so may `finally` blocks wait at any depth. It is a CancelledError, so that a `catch` that
 * lets cancellations pass lets it pass, too.
 */

import { checkGeneratorFunction } from '../base/coroutine-function.ts'
import { CancelledError, describeValue, RuntimeError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { type Body, checkBody, invoke } from '../coroutine/body.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import { Frame } from '../coroutine/frame.ts'
import type { FrameStack } from '../coroutine/frame-stack.ts'
import { type CoroutineGenerator, nativeGenerator } from '../coroutine/native.ts'
import { drive, resumeWith } from '../coroutine/resume.ts'
import type { Awaitable, Suspension } from '../future/future.ts'
import type { EventLoop } from '../loop/loop.ts'
import { getRunningLoop } from '../task/current-task.ts'
import { answerProbe, PROBE } from '../tracing/probe.ts'

/** Thrown at the `emit` of an async generator that is closed. Let it pass. Python: `GeneratorExit`. */
export class GeneratorExit extends CancelledError {
  static {
    Object.defineProperty(GeneratorExit.prototype, 'name', {
      value: 'GeneratorExit',
      configurable: true,
      writable: true,
    })
  }
}

/** A value on its way from `emit` to the consumer. */
export class Emission<T> {
  readonly value: T

  /** @internal */
  constructor(value: T) {
    this.value = value
  }
}

class Emit<T, Sent> implements Iterator<Emission<T>, Sent, unknown> {
  readonly #emission: Emission<T>
  #emitted = false

  constructor(value: T) {
    this.#emission = new Emission(value)
  }

  [Symbol.iterator](): this {
    return this
  }

  next(sent?: unknown): IteratorResult<Emission<T>, Sent> {
    if (!this.#emitted) {
      this.#emitted = true
      return { done: false, value: this.#emission }
    }
    if (sent === PROBE) return answerProbe(undefined) as never
    return { done: true, value: sent as Sent }
  }

  throw(error: unknown): never {
    throw error
  }
}

/** What `emit` gives: to be awaited in the body of an async generator. */
export interface EmitPoint<T, Sent> {
  // biome-ignore lint/suspicious/noExplicitAny: what is sent in is the consumer's business.
  [Symbol.iterator](): Iterator<Emission<T>, Sent, any>
}

/** Hands `value` to the consumer, and gives what it sends back (`asend`). Python: `yield value` in `async def`. */
export function emit<T, Sent = unknown>(value: T): EmitPoint<T, Sent> {
  return new Emit<T, Sent>(value)
}

/** The body of an async generator. */
// biome-ignore lint/suspicious/noExplicitAny: what is sent in is the consumer's business.
export type EmittingGenerator<T, R = void> = Generator<Suspension | Emission<T>, R, any>

/** What `asyncFor` goes through: queues, channels, stream readers, async generators. Python: `__anext__`. */
export interface AsyncSource<T> {
  anext(): Awaitable<IteratorResult<T, unknown>>
  aclose?(): Awaitable<void>
}

/** One `anext`, `asend`, `athrow` or `aclose` under way: drives the generator to its next emission or its end. */
class Advance<T, R> implements Iterator<Suspension, IteratorResult<T, R>, unknown> {
  readonly #generator: AsyncGeneratorObject<T, R>
  readonly #frames: FrameStack
  #sent: unknown
  #throwing: boolean
  #begun = false

  constructor(generator: AsyncGeneratorObject<T, R>, frames: FrameStack, sent: unknown, throwing: boolean) {
    this.#generator = generator
    this.#frames = frames
    this.#sent = sent
    this.#throwing = throwing
  }

  [Symbol.iterator](): this {
    return this
  }

  next(sent?: unknown): IteratorResult<Suspension, IteratorResult<T, R>> {
    if (this.#begun) {
      if (sent === PROBE) return answerProbe(undefined)
      return this.#resume(sent, false)
    }
    this.#begun = true
    return this.#resume(this.#sent, this.#throwing)
  }

  throw(error: unknown): IteratorResult<Suspension, IteratorResult<T, R>> {
    this.#begun = true
    return this.#resume(error, true)
  }

  #resume(sent: unknown, throwing: boolean): IteratorResult<Suspension, IteratorResult<T, R>> {
    let result: IteratorResult<unknown, unknown>
    try {
      result = drive(this.#frames, (frames) => resumeWith(frames, sent, throwing))
    } catch (error) {
      this.#generator._ended()
      throw error
    }
    if (result.done === true) {
      this.#generator._ended()
      return { done: true, value: { done: true, value: result.value as R } }
    }
    if (result.done === false && result.value instanceof Emission) {
      this.#generator._rest()
      return { done: true, value: { done: false, value: result.value.value } }
    }
    return result as IteratorYieldResult<Suspension>
  }
}

const FRESH = 0
const RESTING = 1
const RUNNING = 2
const ENDED = 3

/** What a call of an async generator function gives. Python: an asynchronous generator object. */
export class AsyncGeneratorObject<T, R = void> implements AsyncSource<T> {
  #phase = FRESH
  #loop: EventLoop | undefined
  readonly #frames: FrameStack
  readonly #name: string

  /** @internal */
  constructor(body: EmittingGenerator<T, R>, source: { readonly name: string }) {
    const root = new Frame<unknown>(nativeGenerator(body as CoroutineGenerator<unknown>), source)
    this.#name = root.name
    this.#frames = { _top: root }
    root._claim(this.#frames)
  }

  /** Runs it to its next emission; `done` once it has ended. RuntimeError while another call is under way. */
  anext(): Coroutine<IteratorResult<T, R>> {
    return advance(this, undefined, false)
  }

  /** As `anext`; `value` is what the `emit` it stands at gives. TypeError before it has begun. */
  asend(value: unknown): Coroutine<IteratorResult<T, R>> {
    return advance(this, value, false)
  }

  /** As `anext`, with `error` thrown at the `emit` it stands at. */
  athrow(error: unknown): Coroutine<IteratorResult<T, R>> {
    return advance(this, error, true)
  }

  /** Throws GeneratorExit at the `emit` it stands at and waits for its end. RuntimeError where it emits again. */
  aclose(): Coroutine<void> {
    return closing(this)
  }

  /** @internal */
  _advance(sent: unknown, throwing: boolean): Iterable<never> & Advance<T, R> {
    this.#checkIdle()
    if (this.#phase === FRESH) {
      if (!throwing && sent !== undefined) {
        throw new TypeError(`Cannot send ${describeValue(sent)} to an async generator that has not begun`)
      }
      this.#loop = getRunningLoop()
      this.#loop._asyncGenerators.add(this as AsyncGeneratorObject<unknown, unknown>)
    }
    this.#phase = RUNNING
    return new Advance(this, this.#frames, sent, throwing) as never
  }

  /** @internal The result of a call on a generator that has ended, if it has. */
  get _isEnded(): boolean {
    return this.#phase === ENDED
  }

  /** @internal */
  get _isFresh(): boolean {
    return this.#phase === FRESH
  }

  /** @internal */
  _rest(): void {
    this.#phase = RESTING
  }

  /** @internal */
  _ended(): void {
    this.#phase = ENDED
    this.#loop?._asyncGenerators.delete(this as AsyncGeneratorObject<unknown, unknown>)
  }

  #checkIdle(): void {
    if (this.#phase === RUNNING) throw new RuntimeError(`${this}: asynchronous generator is already running`)
  }

  toString(): string {
    return `<async generator ${this.#name}>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}

const advance: <T, R>(
  generator: AsyncGeneratorObject<T, R>,
  sent: unknown,
  throwing: boolean,
) => Coroutine<IteratorResult<T, R>> = coroutine(function* anext<T, R>(
  generator: AsyncGeneratorObject<T, R>,
  sent: unknown,
  throwing: boolean,
) {
  if (generator._isEnded) {
    if (throwing) throw sent
    return { done: true, value: undefined as R } as IteratorResult<T, R>
  }
  return (yield* generator._advance(sent, throwing) as Awaitable<IteratorResult<T, R>>) as IteratorResult<
    T,
    R
  >
})

const closing = coroutine(function* aclose<T, R>(generator: AsyncGeneratorObject<T, R>) {
  if (generator._isEnded) return
  if (generator._isFresh) {
    generator._ended()
    return
  }
  const exit = new GeneratorExit('the async generator was closed')
  let result: IteratorResult<T, R>
  try {
    result = yield* generator._advance(exit, true) as Awaitable<IteratorResult<T, R>>
  } catch (error) {
    if (error === exit) return
    throw error
  }
  if (result.done !== true) throw new RuntimeError(`${generator}: async generator ignored GeneratorExit`)
})

/**
 * `async def` with `yield` inside: makes of a generator function one that returns an async generator.
 *
 * @example
 * ```ts
 * import { asyncFor, asyncGenerator, emit, run, sleep } from '@acoro/core'
 *
 * const countdown = asyncGenerator(function* countdown(from: number) {
 *   for (let n = from; n > 0; n--) {
 *     yield* sleep(1)
 *     yield* emit(n)
 *   }
 * })
 * await run(function* main() {
 *   const seen: number[] = []
 *   yield* asyncFor(countdown(3), function* (n) {
 *     seen.push(n)
 *   })
 *   return seen
 * }) // => [3, 2, 1]
 * ```
 */
export function asyncGenerator<Args extends unknown[], Y, R>(
  fn: (
    ...args: Args
  ) => Generator<Y, R, unknown> & ([Y] extends [Suspension | Emission<unknown>] ? unknown : never),
): (...args: Args) => AsyncGeneratorObject<EmittedBy<Y>, R> {
  checkGeneratorFunction(fn)
  const made = (...args: Args) =>
    new AsyncGeneratorObject<EmittedBy<Y>, R>(
      fn(...args) as unknown as EmittingGenerator<EmittedBy<Y>, R>,
      fn,
    )
  Object.defineProperty(made, 'name', { value: fn.name, configurable: true })
  return made
}

/** What a generator that yields `Y` emits. */
export type EmittedBy<Y> = Y extends Emission<infer T> ? T : never

/**
 * `async for`: runs `body` for each value of `source`, one after the other. A body that returns `false` ends it early.
 * When it ends before the source does, the source is closed (`aclose`), where it can be.
 */
export function asyncFor<T>(source: AsyncSource<T>, body: (item: T) => Awaitable<unknown>): Coroutine<void> {
  if (typeof (source as Partial<AsyncSource<T>> | null)?.anext !== 'function') {
    throw new TypeError(`Expected a source with anext() to go through, got ${describeValue(source)}`)
  }
  checkBody(body as Body<unknown, T>)
  return going(source, body)
}

const going = coroutine(function* asyncFor<T>(source: AsyncSource<T>, body: (item: T) => Awaitable<unknown>) {
  let ended = false
  try {
    for (;;) {
      const result = yield* source.anext()
      if (result.done === true) {
        ended = true
        return
      }
      if ((yield* invoke(body, result.value)) === false) return
    }
  } finally {
    if (!ended && source.aclose !== undefined) yield* source.aclose()
  }
})
