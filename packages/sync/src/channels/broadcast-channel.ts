/**
 * Sends every item to every subscriber.
 *
 * The sender never waits for a slow subscriber: the channel keeps the last `capacity` items, and a subscriber
 * that falls further behind misses some. Items are kept once, not once for each subscriber, and each
 * subscriber is a number: the index of the item that it reads next.
 */

import { checkOptions, type Parked, Ring, WaitQueue } from '@acoro/core/lowlevel'
import { checkCount } from '../base/check.ts'
import { ClosedResourceError } from '../base/errors.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { BroadcastReceiver } from './broadcast-receiver.ts'

export interface BroadcastStatistics {
  capacity: number
  /** The number of items that were ever sent. */
  sent: number
  subscribers: number
  waiting: number
}

export interface SubscribeOptions {
  /** Called with the number of missed items, in place of a LaggedError from `receive()`. */
  onLag?: ((missed: number) => void) | undefined
}

/**
 * Sends every item to every subscriber, and keeps the last `capacity` items for slow ones. RangeError if
 * `capacity` is below 1.
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
  #next = 0
  #closed = false
  readonly #subscribers: Set<object> = new Set()
  readonly #queue: WaitQueue = new WaitQueue({
    owner: this,
    describe: () => this._describe('receive', `${this.#next} sent, ${this.#queue.size} waiting`),
    // Each receiver looks for items itself, so there is no wake-up to hand on.
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

  /** Sends an item to all subscribers and returns their number. ClosedResourceError once it is closed. */
  send(item: T): number {
    if (this.#closed) throw new ClosedResourceError(`Cannot send through ${this}: it is closed`)
    this.#next++
    // A later subscriber starts after this item.
    if (this.#subscribers.size === 0) return 0
    if (this.#items.length === this.capacity) this.#items.shift()
    this.#items.push(item)
    this.#queue.wakeAll()
    return this.#subscribers.size
  }

  /** Returns a receiver of the items that are sent from now on. */
  subscribe(options?: SubscribeOptions): BroadcastReceiver<T> {
    checkOptions(options, 'subscribe()', { onLag: 'function' })
    const receiver = new BroadcastReceiver<T>(this, options?.onLag)
    if (!this.#closed) this.#subscribers.add(receiver)
    return receiver
  }

  /** Closes it: subscribers receive the remaining items, then EndOfChannel. */
  close(): void {
    this.#closed = true
    this.#queue.wakeAll()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  statistics(): BroadcastStatistics {
    return {
      capacity: this.capacity,
      sent: this.#next,
      subscribers: this.#subscribers.size,
      waiting: this.#queue.size,
    }
  }

  /** @internal */
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
  _park(): Parked<void, void> {
    this._bind()
    return this.#queue.park()
  }

  /** @internal */
  _unsubscribe(receiver: object): void {
    this.#subscribers.delete(receiver)
    if (this.#subscribers.size === 0) this.#items.clear()
  }

  /** @internal */
  override _summary(): string {
    return `${this.#closed ? 'closed' : 'open'}, ${this.#next} sent, subscribers:${this.#subscribers.size}`
  }
}
