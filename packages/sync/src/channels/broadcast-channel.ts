/**
 * Every item to every subscriber.
 *
 * The sender never waits for the slowest: the channel keeps the last `capacity` items, and a subscriber that falls
 * further behind is told how many it missed, then goes on with the oldest that is left. Items are kept once, not
 * once for each subscriber, and each subscriber is a number: the index of what it reads next.
 */

import { type Coroutine, coroutine, type Suspension } from '@acoro/core'
import { Ring, WaitQueue } from '@acoro/core/lowlevel'
import { checkCount, checkFunction } from '../base/check.ts'
import { ClosedResourceError, EndOfChannel, LaggedError, WouldBlock } from '../base/errors.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface BroadcastStatistics {
  capacity: number
  /** How many items were sent ever. */
  sent: number
  subscribers: number
  waiting: number
}

export interface SubscribeOptions {
  /** Called with how many items were missed, in place of a LaggedError at `receive()`. */
  onLag?: ((missed: number) => void) | undefined
}

/**
 * Sends every item to every subscriber, and keeps the last `capacity` of them for the slow ones. RangeError for a
 * capacity below 1.
 *
 * @example
 * ```ts
 * const prices = new BroadcastChannel<number>(2)
 * await run(function* main() {
 *   const quick = prices.subscribe()
 *   const slow = prices.subscribe({ onLag: (missed) => seen.push(`missed ${missed}`) })
 *   const seen: unknown[] = []
 *   for (const price of [10, 11, 12]) {
 *     prices.send(price)
 *     seen.push(yield* quick.receive())
 *   }
 *   seen.push(yield* slow.receive())
 *   return seen
 * }) // => [10, 11, 12, 'missed 1', 11]
 * ```
 */
export class BroadcastChannel<T> extends Primitive implements Disposable {
  readonly capacity: number
  readonly #items = new Ring<T>()
  /** The index of the next item, counted from the first one ever sent. */
  #next = 0
  #closed = false
  readonly #subscribers: Set<BroadcastReceiver<T>> = new Set()
  /** @internal Each asks as a subscriber. */
  readonly _queue: WaitQueue<void, BroadcastReceiver<T>> = new WaitQueue<void, BroadcastReceiver<T>>({
    describe: () => this._describe('receive', `${this.#next} sent, ${this._queue.size} waiting`),
    // Each sees for itself what has come: there is nobody to hand a wake-up to.
    onReturned: () => {},
  })

  constructor(capacity: number, options?: NamedOptions) {
    super(options)
    checkCount(capacity, 'the capacity of a BroadcastChannel', 1)
    this.capacity = capacity
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Sends an item to all who subscribed, and gives how many those are; never waits. ClosedResourceError once closed. */
  send(item: T): number {
    if (this.#closed) throw new ClosedResourceError(`Cannot send through ${this}: it is closed`)
    this.#next++
    // Nobody who comes later will ask for it.
    if (this.#subscribers.size === 0) return 0
    if (this.#items.length === this.capacity) this.#items.shift()
    this.#items.push(item)
    this._queue.wakeAll()
    return this.#subscribers.size
  }

  /** A receiver of all that is sent from now on. */
  subscribe(options?: SubscribeOptions): BroadcastReceiver<T> {
    if (options?.onLag !== undefined) checkFunction(options.onLag, 'onLag')
    const receiver = new BroadcastReceiver<T>(this, this.#next, options?.onLag)
    if (!this.#closed) this.#subscribers.add(receiver)
    return receiver
  }

  /** Ends it: subscribers receive what is left, then EndOfChannel. */
  close(): void {
    this.#closed = true
    this._queue.wakeAll()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  statistics(): BroadcastStatistics {
    return {
      capacity: this.capacity,
      sent: this.#next,
      subscribers: this.#subscribers.size,
      waiting: this._queue.size,
    }
  }

  /** @internal The index of the oldest item that is kept. */
  get _oldest(): number {
    return this.#next - this.#items.length
  }

  /** @internal */
  get _next(): number {
    return this.#next
  }

  /** @internal */
  _at(index: number): T {
    return this.#items.at(index - this._oldest) as T
  }

  /** @internal */
  _unsubscribe(receiver: BroadcastReceiver<T>): void {
    this.#subscribers.delete(receiver)
    if (this.#subscribers.size === 0) this.#items.clear()
    for (const parked of [...this._queue]) {
      if (parked.request !== receiver) continue
      parked.remove()
      parked.setException(new ClosedResourceError(`This receiver of ${this} was closed while it waited`))
    }
  }

  /** @internal */
  override _summary(): string {
    return `${this.#closed ? 'closed' : 'open'}, ${this.#next} sent, subscribers:${this.#subscribers.size}`
  }
}

/** A subscription. Iterate it with `asyncFor`: that ends when the channel is closed. */
export class BroadcastReceiver<T> implements Disposable {
  readonly #channel: BroadcastChannel<T>
  readonly #onLag: ((missed: number) => void) | undefined
  #position: number
  #closed = false
  #missed = 0

  /** @internal Use `channel.subscribe()`. */
  constructor(channel: BroadcastChannel<T>, position: number, onLag: ((missed: number) => void) | undefined) {
    this.#channel = channel
    this.#position = position
    this.#onLag = onLag
  }

  get closed(): boolean {
    return this.#closed
  }

  /** How many items it missed, in all. */
  get missed(): number {
    return this.#missed
  }

  /** How many items wait for it. */
  get pending(): number {
    return this.#channel._next - Math.max(this.#position, this.#channel._oldest)
  }

  /**
   * Waits for the next item. LaggedError where items were missed (once: the next call goes on after them), EndOfChannel once
   * the channel is closed and nothing is left. Cancelled, it has received nothing.
   */
  receive(): Coroutine<T> {
    this.#checkOpen()
    return receive(this) as Coroutine<T>
  }

  /** The next item now, or WouldBlock. */
  receiveNowait(): T {
    this.#checkOpen()
    if (!this._hasItem()) throw new WouldBlock(`${this.#channel} has no item: use receive() to wait for one`)
    return this._take()
  }

  /** For `asyncFor`: the next item, until the channel is closed. */
  *anext(): Generator<Suspension, IteratorResult<T, undefined>, unknown> {
    if (yield* this._waitForItem()) return { done: false, value: this._take() }
    return { done: true, value: undefined }
  }

  /** Ends the subscription. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#channel._unsubscribe(this)
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** @internal Waits; false where the channel is closed and nothing is left. */
  *_waitForItem(): Generator<Suspension, boolean, unknown> {
    this.#checkOpen()
    while (!this._hasItem()) {
      this.#channel._bind()
      yield* this.#channel._queue.park(this)
      this.#checkOpen()
    }
    return this.#position < this.#channel._next
  }

  /** @internal Is there something to receive, or the end? */
  _hasItem(): boolean {
    return this.#position < this.#channel._next || this.#channel.closed
  }

  /** @internal */
  _take(): T {
    const channel = this.#channel
    const missed = channel._oldest - this.#position
    if (missed > 0) {
      this.#position = channel._oldest
      this.#missed += missed
      if (this.#onLag === undefined) {
        throw new LaggedError(
          `Too slow for ${channel}, which keeps ${channel.capacity} items: ${missed} are missed`,
          missed,
        )
      }
      this.#onLag(missed)
    }
    if (this.#position === channel._next)
      throw new EndOfChannel(`${channel} is closed and every item was received`)
    return channel._at(this.#position++)
  }

  #checkOpen(): void {
    if (this.#closed)
      throw new ClosedResourceError(`Cannot receive from ${this.#channel}: this receiver is closed`)
  }
}

const receive = coroutine(function* receive<T>(
  receiver: BroadcastReceiver<T>,
): Generator<Suspension, T, unknown> {
  yield* receiver._waitForItem()
  return receiver._take()
})
