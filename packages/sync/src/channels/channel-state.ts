/**
 * The state that the two ends of a channel share: the items, both lines of waiting tasks, and the number of
 * open ends.
 *
 * As in a Queue, an item or the room for one is taken only when the woken task runs. So a cancelled send has
 * sent nothing, and a cancelled receive has received nothing. Unlike in a Queue, a task that arrives
 * meanwhile stands behind the woken ones, so both lines are strictly first come, first served.
 *
 *   room = capacity - items - rooms of woken senders - reserved rooms
 *          (with a capacity of 0: the number of waiting and woken receivers in place of the capacity)
 *
 * Invariant: an unused wake-up is handed on. A sent item is received once, or is in `items`, or was dropped
 * by the overflow policy or when the last receiver was closed.
 */

import { type Parked, Ring, WaitQueue } from '@acoro/core/lowlevel'
import { BrokenResourceError, ClosedResourceError, EndOfChannel } from '../base/errors.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import type { Waits } from './waits.ts'

/** What a send does if there is no room: wait for it, drop the oldest item, or drop the item that is sent. */
export type Overflow = 'wait' | 'drop-oldest' | 'drop-newest'

export interface ChannelStatistics {
  /** Items that were sent and not yet received. */
  size: number
  capacity: number
  openSenders: number
  openReceivers: number
  waitingSenders: number
  waitingReceivers: number
  /** The number of items that the overflow policy dropped. */
  dropped: number
}

/** What the channel needs of an end. */
export interface End {
  readonly closed: boolean
  /** @internal The tasks that wait at this end. */
  readonly _waits: Waits
}

export class ChannelState<T> extends Primitive {
  readonly capacity: number
  readonly overflow: Overflow
  readonly items: Ring<T> = new Ring<T>()
  openSenders = 0
  openReceivers = 0
  dropped = 0
  #reserved = 0
  /** The number of senders that were woken and have not run yet: each has room for its item. */
  #wokenSenders = 0
  /** The number of receivers that were woken and have not run yet: each has an item. */
  #wokenReceivers = 0
  readonly senders: WaitQueue = new WaitQueue({
    owner: this,
    describe: () => this._describe('send', `${this._summary()}, ${this.senders.size} waiting`),
    onReturned: () => this.giveWokenRoom(),
  })
  readonly receivers: WaitQueue = new WaitQueue({
    owner: this,
    describe: () => this._describe('receive', `${this._summary()}, ${this.receivers.size} waiting`),
    onReturned: () => this.giveWokenItem(),
  })

  constructor(capacity: number, overflow: Overflow, options: NamedOptions | undefined) {
    super(options)
    this.capacity = capacity
    this.overflow = overflow
  }

  // ------------------------------------------------------------------ sending

  checkSender(end: End): void {
    if (end.closed) throw new ClosedResourceError(`Cannot send through ${this}: this sender is closed`)
    if (this.openReceivers === 0) {
      throw new BrokenResourceError(`Cannot send through ${this}: every receiver is closed`)
    }
  }

  /** Whether there is room, and no task came before. */
  hasRoom(): boolean {
    return this.#room() > 0 && this.#wokenSenders === 0 && this.senders.size === 0
  }

  /** Sends an item. There is room, or the policy makes some. */
  push(item: T): void {
    if (this.overflow !== 'wait' && this.#room() <= 0) {
      this.dropped++
      if (this.overflow === 'drop-newest') return
      this.items.shift()
    }
    this.items.push(item)
    this.#serveReceivers()
  }

  /** Joins the line of senders. */
  parkSender(end: End): Parked<void, void> {
    this._bind()
    const parked = this.senders.park()
    end._waits.add(parked)
    return parked
  }

  /** A woken sender runs. Others may have arrived since, and waited behind it though there was room. */
  pushWoken(item: T): void {
    this.#wokenSenders--
    this.push(item)
    this.#serveSenders()
  }

  /** A woken sender gives up: the next one gets its room. */
  giveWokenRoom(): void {
    this.#wokenSenders--
    this.#serveSenders()
  }

  /** Reserves room for one item; `wasWoken` if the task had to wait for it. */
  reserve(wasWoken: boolean): void {
    if (wasWoken) this.#wokenSenders--
    this.#reserved++
    this.#serveSenders()
  }

  /** Sends an item into reserved room. */
  pushReserved(item: T): void {
    this.#reserved--
    this.push(item)
  }

  /** Gives reserved room back. */
  giveReserved(): void {
    this.#reserved--
    this.#serveSenders()
  }

  // ------------------------------------------------------------------ receiving

  checkReceiver(end: End): void {
    if (end.closed) throw new ClosedResourceError(`Cannot receive from ${this}: this receiver is closed`)
  }

  /** Whether there is an item, and no task came before. */
  hasItem(): boolean {
    return this.items.length > 0 && this.#wokenReceivers === 0 && this.receivers.size === 0
  }

  /**
   * Whether no item will come. The item of a woken receiver counts: that task may be cancelled and leave it.
   */
  get ended(): boolean {
    return this.openSenders === 0 && this.items.length === 0
  }

  endOfChannel(): EndOfChannel {
    return new EndOfChannel(`${this} has ended: every sender is closed and every item was received`)
  }

  /** Removes and returns the first item. */
  take(): T {
    const item = this.items.shiftAndShrink()
    if (this.ended) this.receivers.abort(this.endOfChannel())
    else this.#serveSenders()
    return item
  }

  /** A woken receiver runs. Others may have arrived since, and waited behind it though there were more. */
  takeWoken(): T {
    this.#wokenReceivers--
    const item = this.take()
    this.#serveReceivers()
    return item
  }

  /** A woken receiver gives up: the next one gets its item. */
  giveWokenItem(): void {
    this.#wokenReceivers--
    this.#serveReceivers()
  }

  /** Joins the line of receivers. With a capacity of 0 that makes room. */
  parkReceiver(end: End): Parked<void, void> {
    this._bind()
    const parked = this.receivers.park()
    end._waits.add(parked)
    this.#serveSenders()
    return parked
  }

  // ------------------------------------------------------------------ closing

  closeSender(end: End): void {
    this.openSenders--
    end._waits.abort(() => new ClosedResourceError(`This sender of ${this} was closed while it waited`))
    if (this.ended) this.receivers.abort(this.endOfChannel())
  }

  closeReceiver(end: End): void {
    this.openReceivers--
    end._waits.abort(() => new ClosedResourceError(`This receiver of ${this} was closed while it waited`))
    if (this.openReceivers > 0) return
    this.items.clear()
    this.senders.abort(new BrokenResourceError(`Every receiver of ${this} was closed`))
  }

  /** The items that no receiver is left for when one more is closed. */
  lastItems(): T[] {
    const items: T[] = []
    if (this.openReceivers === 1)
      for (let at = 0; at < this.items.length; at++) items.push(this.items.at(at) as T)
    return items
  }

  statistics(): ChannelStatistics {
    return {
      size: this.items.length,
      capacity: this.capacity,
      openSenders: this.openSenders,
      openReceivers: this.openReceivers,
      waitingSenders: this.senders.size,
      waitingReceivers: this.receivers.size,
      dropped: this.dropped,
    }
  }

  override get _kind(): string {
    return 'Channel'
  }

  override _summary(): string {
    return `${this.items.length} of ${this.capacity} items, ${this.openSenders} senders, ${this.openReceivers} receivers`
  }

  #room(): number {
    const capacity = this.capacity > 0 ? this.capacity : this.receivers.size + this.#wokenReceivers
    return capacity - this.items.length - this.#wokenSenders - this.#reserved
  }

  #serveSenders(): void {
    while (this.#room() > 0 && this.senders.wakeOne()) this.#wokenSenders++
  }

  #serveReceivers(): void {
    while (this.items.length > this.#wokenReceivers && this.receivers.wakeOne()) this.#wokenReceivers++
  }
}
