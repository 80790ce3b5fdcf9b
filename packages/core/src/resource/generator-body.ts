/**
 * The body of an async generator, and its driver.
 *
 *   fresh --begin--> running --emits--> resting --begin--> running …
 *     \--aclose-----------\--returns or throws--> ended
 *
 * The body is apart from the object that the user holds. So a generator that was left halfway and forgotten
 * is noticed: its loop holds the body, but not the object. When the collector takes the object, the loop
 * closes the body, as CPython does. A loop that ends before that closes the remaining bodies. This costs 0.3
 * µs for each generator that begins.
 */

import { Ref, Registry } from '../base/collected.ts'
import { describeValue, RuntimeError } from '../base/errors.ts'
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
import { type Emission, GeneratorExit, isEmission } from './emission.ts'

/** The body of an async generator. */
// biome-ignore lint/suspicious/noExplicitAny: what is sent in is the consumer's business.
export type EmittingGenerator<T, R = void> = Generator<Suspension | Emission<T>, R, any>

/**
 * One call of `anext`, `asend`, `athrow` or `aclose`: drives the generator to its next emission or its end.
 */
class Advance<T, R> implements Iterator<Suspension, IteratorResult<T, R>, unknown> {
  readonly #body: GeneratorBody<T, R>
  readonly #frames: FrameStack
  #sent: unknown
  #throwing: boolean
  #begun = false

  constructor(body: GeneratorBody<T, R>, frames: FrameStack, sent: unknown, throwing: boolean) {
    this.#body = body
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
      this.#body._ended()
      throw error
    }
    if (result.done === true) {
      this.#body._ended()
      return { done: true, value: { done: true, value: result.value as R } }
    }
    if (result.done === false && isEmission(result.value)) {
      this.#body._rest()
      return { done: true, value: { done: false, value: result.value.value as T } }
    }
    return result as IteratorYieldResult<Suspension>
  }
}

const FRESH = 0
const RESTING = 1
const RUNNING = 2
const ENDED = 3

/** Closes bodies whose object the collector has taken. */
const abandoned = new Registry<GeneratorBody<unknown, unknown>>((body) => body._abandoned())

/** The part of an AsyncGeneratorObject that runs. Its loop holds it from its first step to its end. */
export class GeneratorBody<T, R> {
  readonly name: string
  #phase = FRESH
  #loop: EventLoop | undefined
  #owner: WeakRef<object> | undefined
  readonly #frames: FrameStack

  constructor(generator: EmittingGenerator<T, R>, source: { readonly name: string }) {
    const root = new Frame<unknown>(nativeGenerator(generator as CoroutineGenerator<unknown>), source)
    this.name = root.functionName
    this.#frames = { _top: root }
    root._claim(this.#frames)
  }

  /** Throws GeneratorExit at the place where it stands, and waits for its end. */
  aclose(): Coroutine<void> {
    return closing(this as GeneratorBody<unknown, unknown>)
  }

  /** Drives it to its next emission. `owner` is the object that the user holds. */
  _advance(sent: unknown, throwing: boolean, owner: object | null): Awaitable<IteratorResult<T, R>> {
    if (this.#phase === RUNNING) throw new RuntimeError(`${this}: asynchronous generator is already running`)
    if (this.#phase === FRESH) {
      if (!throwing && sent !== undefined) {
        throw new TypeError(`Cannot send ${describeValue(sent)} to an async generator that has not begun`)
      }
      this.#loop = getRunningLoop()
      this.#loop._asyncGenerators.add(this)
      this.#owner = owner === null ? undefined : new Ref(owner)
      if (owner !== null) abandoned.register(owner, this as GeneratorBody<unknown, unknown>, this)
    }
    this.#phase = RUNNING
    return new Advance<T, R>(this, this.#frames, sent, throwing)
  }

  /** The object that the user holds, as long as there is one. */
  get owner(): object {
    return this.#owner?.deref() ?? this
  }

  get _isEnded(): boolean {
    return this.#phase === ENDED
  }

  get _isFresh(): boolean {
    return this.#phase === FRESH
  }

  _rest(): void {
    this.#phase = RESTING
  }

  _ended(): void {
    this.#phase = ENDED
    if (this.#loop === undefined) return
    this.#loop._asyncGenerators.delete(this)
    abandoned.unregister(this)
  }

  /** The program no longer refers to its object, so the loop closes it, if the loop is still open. */
  _abandoned(): void {
    const loop = this.#loop
    if (loop === undefined || loop.isClosed()) return
    loop.callSoonThreadsafe(() => {
      if (this.#phase === RESTING) loop.createTask(this.aclose())
    })
  }

  toString(): string {
    return `<async generator ${this.name}>`
  }
}

const closing = coroutine(function* aclose(body: GeneratorBody<unknown, unknown>) {
  if (body._isEnded) return
  if (body._isFresh) {
    body._ended()
    return
  }
  const exit = new GeneratorExit('the async generator was closed')
  let result: IteratorResult<unknown, unknown>
  try {
    result = yield* body._advance(exit, true, null)
  } catch (error) {
    if (error === exit) return
    throw error
  }
  if (result.done !== true) throw new RuntimeError(`${body}: async generator ignored GeneratorExit`)
})
