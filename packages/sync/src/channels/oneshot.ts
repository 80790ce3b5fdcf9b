/**
 * A channel for one value: an answer, a result, a signal with a payload.
 *
 *   open --send--> sent --receive--> received
 *    |--the sender is closed--> ended: the receiver gets EndOfChannel
 *    \--the receiver is closed--> broken: send throws, and what was sent is dropped
 *
 * A future carries one value, too, but any task that awaits it can cancel it. Here one end sends once, and
 * the other receives once. Each learns when the other is closed. The value stays until it is received.
 */

import { type Coroutine, RuntimeError, type Suspension } from '@acoro/core'
import { type Parked, Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { BrokenResourceError, ClosedResourceError, EndOfChannel, WouldBlock } from '../base/errors.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

type Phase = 'open' | 'sent' | 'received' | 'ended' | 'broken'

class OneshotState<T> extends Primitive {
  phase: Phase = 'open'
  value: T | undefined
  readonly queue: WaitQueue = new WaitQueue({
    owner: this,
    describe: () => this._describe('receive', `${this.phase}, ${this.queue.size} waiting`),
    onReturned: () => void (this.phase === 'sent' && this.queue.wakeOne()),
  })

  take(): T {
    const value = this.value as T
    this.phase = 'received'
    this.value = undefined
    this.queue.abort(this.error('receive from'))
    return value
  }

  park(): Parked<void, void> {
    this._bind()
    return this.queue.park()
  }

  /** Why nothing can be sent or received any more. */
  error(what: string): Error {
    const self = `Cannot ${what} ${this}`
    if (this.phase === 'ended') return new EndOfChannel(`${self}: its sender was closed before it had sent`)
    if (this.phase === 'broken') return new BrokenResourceError(`${self}: its receiver is closed`)
    return new RuntimeError(`${self}: its one value was ${this.phase}`)
  }

  override get _kind(): string {
    return 'Oneshot'
  }

  override _summary(): string {
    return `${this.phase}, waiting:${this.queue.size}`
  }
}

/** The end of a oneshot that sends. */
export class OneshotSender<T> implements Disposable {
  readonly #state: OneshotState<T>

  /** @internal Use `openOneshot`. */
  constructor(state: unknown) {
    this.#state = state as OneshotState<T>
  }

  /** Whether nothing can be sent any more: something was, or an end is closed. */
  get closed(): boolean {
    return this.#state.phase !== 'open'
  }

  /**
   * Sends the value; never waits. RuntimeError the second time, BrokenResourceError if the receiver is
   * closed, ClosedResourceError if this end is.
   */
  send(value: T): void {
    const state = this.#state
    if (state.phase === 'ended')
      throw new ClosedResourceError(`Cannot send through ${state}: this sender is closed`)
    if (state.phase !== 'open') throw state.error('send through')
    state.phase = 'sent'
    state.value = value
    state.queue.wakeOne()
  }

  /** The receiver gets EndOfChannel, unless the value was sent. A second call does nothing. */
  close(): void {
    const state = this.#state
    if (state.phase !== 'open') return
    state.phase = 'ended'
    state.queue.abort(state.error('receive from'))
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

/** The end of a oneshot that receives. */
export class OneshotReceiver<T> implements Disposable {
  readonly #state: OneshotState<T>

  /** @internal Use `openOneshot`. */
  constructor(state: unknown) {
    this.#state = state as OneshotState<T>
  }

  /**
   * Waits for the value. EndOfChannel if the sender was closed without it, RuntimeError if it was received
   * before, ClosedResourceError if this end is closed. If cancelled, the value stays.
   */
  receive(): Coroutine<T> {
    this.#checkOpen()
    return new Receive(this.#state) as Coroutine<unknown> as Coroutine<T>
  }

  /**
   * Receives the value without waiting. WouldBlock if it was not sent yet; otherwise it throws what `receive`
   * throws.
   */
  receiveNowait(): T {
    this.#checkOpen()
    const state = this.#state
    if (state.phase === 'sent') return state.take()
    if (state.phase === 'open') throw new WouldBlock(`${state} has no value: use receive() to wait for it`)
    throw state.error('receive from')
  }

  /** From now on `send` throws. What was sent is dropped. Tasks that wait get ClosedResourceError. */
  close(): void {
    const state = this.#state
    if (state.phase !== 'open' && state.phase !== 'sent') return
    state.phase = 'broken'
    state.value = undefined
    state.queue.abort(new ClosedResourceError(`This receiver of ${state} was closed while it waited`))
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #checkOpen(): void {
    const state = this.#state
    if (state.phase !== 'broken') return
    throw new ClosedResourceError(`Cannot receive from ${state}: this receiver is closed`)
  }
}

const receive = { name: 'OneshotReceiver.receive' }

class Receive extends Turn<void, unknown> {
  readonly #state: OneshotState<unknown>

  constructor(state: OneshotState<unknown>) {
    super(receive)
    this.#state = state
  }

  /** @internal For `select`. */
  get _isReady(): boolean {
    return this.#state.phase !== 'open'
  }

  /** @internal For `select`. */
  get _mayEnd(): object {
    return this.#state
  }

  override start(): Iterator<Suspension, unknown, unknown> {
    const state = this.#state
    if (state.phase === 'sent') return new Ready(state.take())
    if (state.phase !== 'open') throw state.error('receive from')
    return this.wait(state.park())
  }

  protected override taken(): IteratorResult<Suspension, unknown> {
    const state = this.#state
    // Another task may have been faster, or the end was closed since.
    if (state.phase !== 'sent') throw state.error('receive from')
    return { done: true, value: state.take() }
  }
}

/**
 * Opens a channel for one value, and returns its two ends. tokio: `oneshot`; asyncio uses a Future.
 *
 * @example
 * ```ts
 * const [answer, answered] = openOneshot<string>()
 * getRunningLoop().callLater(10, () => answer.send('yes'))
 * yield* answered.receive() // => 'yes'
 * ```
 */
export function openOneshot<T>(options?: NamedOptions): [OneshotSender<T>, OneshotReceiver<T>] {
  const state = new OneshotState<T>(options)
  return [new OneshotSender<T>(state), new OneshotReceiver<T>(state)]
}
