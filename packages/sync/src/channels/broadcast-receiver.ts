/**
 * A subscription to a BroadcastChannel: a position in what was sent.
 *
 * The items are kept once, in the channel. A receiver that is too slow finds its next item gone; it is told
 * how many it missed and goes on with the oldest one that is left.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { type Parked, Ready, Turn } from '@acoro/core/lowlevel'
import { ClosedResourceError, EndOfChannel, LaggedError, WouldBlock } from '../base/errors.ts'
import { Waits } from './waits.ts'

/** @internal What a receiver needs of its channel. */
export interface Broadcast<T> {
  readonly capacity: number
  readonly closed: boolean
  /** The index of the next item, counted from the first one ever sent. */
  readonly _next: number
  /** The index of the oldest item that is kept. */
  readonly _oldest: number
  _at(index: number): T
  _park(): Parked<void, void>
  _unsubscribe(receiver: object): void
  toString(): string
}

/**
 * A subscription. `asyncFor` iterates it until the channel is closed, and closes it if the loop ends earlier,
 * unless by a LaggedError.
 */
export class BroadcastReceiver<T> implements Disposable {
  readonly #channel: Broadcast<T>
  readonly #onLag: ((missed: number) => void) | undefined
  readonly #waits = new Waits()
  #position: number
  #closed = false
  #missed = 0
  /** Whether its last `anext()` threw LaggedError. */
  #hasLagged = false

  /** @internal Use `channel.subscribe()`. */
  constructor(channel: Broadcast<T>, onLag: ((missed: number) => void) | undefined) {
    this.#channel = channel
    this.#position = channel._next
    this.#onLag = onLag
  }

  get closed(): boolean {
    return this.#closed
  }

  /** The number of items it missed, in all. */
  get missed(): number {
    return this.#missed
  }

  /** The number of items it can receive without waiting. */
  get pending(): number {
    return this.#channel._next - Math.max(this.#position, this.#channel._oldest)
  }

  /**
   * Waits for the next item. LaggedError if items were missed (once: the next call goes on after them),
   * EndOfChannel once the channel is closed and nothing is left, ClosedResourceError if this receiver is
   * closed. If cancelled, it has received nothing.
   */
  receive(): Coroutine<T> {
    this._checkOpen()
    return new Receive<T>(this)
  }

  /** Receives the next item without waiting. WouldBlock if there is none; it throws as `receive` does. */
  receiveNowait(): T {
    this._checkOpen()
    if (!this._hasItem()) throw new WouldBlock(`${this.#channel} has no item: use receive() to wait for one`)
    return this._take()
  }

  /** For `asyncFor`: the next item, until the channel is closed. */
  *anext(): Generator<Suspension, IteratorResult<T, undefined>, unknown> {
    this.#hasLagged = false
    if (!(yield* this._waitForItem())) return { done: true, value: undefined }
    try {
      return { done: false, value: this._take() }
    } catch (error) {
      this.#hasLagged = error instanceof LaggedError
      throw error
    }
  }

  /** For `asyncFor` that ends early: closes it. Not after a LaggedError, so that a new loop can go on. */
  *aclose(): Generator<never, void, unknown> {
    if (!this.#hasLagged) this.close()
  }

  /** Ends the subscription. Tasks that wait in it get ClosedResourceError. A second call does nothing. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#channel._unsubscribe(this)
    this.#waits.abort(
      () => new ClosedResourceError(`This receiver of ${this.#channel} was closed while it waited`),
    )
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** @internal Waits for an item; false if the channel is closed and nothing is left. */
  *_waitForItem(): Generator<Suspension, boolean, unknown> {
    this._checkOpen()
    while (!this._hasItem()) {
      const parked = this._park()
      try {
        yield* parked
      } finally {
        this._unpark(parked)
      }
      this._checkOpen()
    }
    return this.#position < this.#channel._next
  }

  /** @internal Takes a place in line, which ends if this receiver is closed. */
  _park(): Parked<void, void> {
    const parked = this.#channel._park()
    this.#waits.add(parked)
    return parked
  }

  /** @internal */
  _unpark(parked: Parked<void>): void {
    this.#waits.delete(parked)
  }

  /** @internal */
  _take(): T {
    const channel = this.#channel
    const missed = channel._oldest - this.#position
    if (missed > 0) return this.#takeLate(missed)
    if (this.#position === channel._next) {
      throw new EndOfChannel(`${channel} is closed and every item was received`)
    }
    return channel._at(this.#position++)
  }

  #takeLate(missed: number): T {
    const channel = this.#channel
    this.#missed += missed
    this.#position = channel._oldest
    if (this.#onLag === undefined) {
      throw new LaggedError(
        `Too slow for ${channel}, which keeps ${channel.capacity} items: ${missed} are missed`,
        missed,
      )
    }
    // The item is taken before the call, because `onLag` may send, receive, or close this receiver.
    const item = channel._at(this.#position++)
    const next = this.#position
    try {
      this.#onLag(missed)
    } catch (error) {
      // It was not received.
      if (this.#position === next) this.#position--
      throw error
    }
    this._checkOpen()
    return item
  }

  /** @internal Whether there is an item to receive, or the end. */
  _hasItem(): boolean {
    return this.#position < this.#channel._next || this.#channel.closed
  }

  /** @internal */
  _checkOpen(): void {
    if (this.#closed) {
      throw new ClosedResourceError(`Cannot receive from ${this.#channel}: this receiver is closed`)
    }
  }
}

const receive = { name: 'BroadcastReceiver.receive' }

class Receive<T> extends Turn<void, T> {
  readonly #receiver: BroadcastReceiver<T>

  constructor(receiver: BroadcastReceiver<T>) {
    super(receive)
    this.#receiver = receiver
  }

  /** @internal For `select`. */
  get _isReady(): boolean {
    return this.#receiver.closed || this.#receiver._hasItem()
  }

  /** @internal For `select`. */
  get _mayEnd(): object {
    return this.#receiver
  }

  override start(): Iterator<Suspension, T, unknown> {
    const receiver = this.#receiver
    receiver._checkOpen()
    return receiver._hasItem() ? new Ready(receiver._take()) : this.wait(receiver._park())
  }

  protected override taken(): IteratorResult<Suspension, T> {
    this.left()
    const receiver = this.#receiver
    receiver._checkOpen()
    // Another task may have received it with the same receiver.
    if (!receiver._hasItem()) return this.again(receiver._park())
    return { done: true, value: receiver._take() }
  }

  protected override left(): void {
    this.#receiver._unpark(this.parked)
  }
}
