/**
 * What the two ends of a channel share: the items, who waits at which end, and how many ends are open.
 *
 * As in a Queue an item, or the room for one, is taken only when the woken task runs, so a send that is cancelled has
 * sent nothing and a receive that is cancelled has received nothing. Unlike in a Queue nobody overtakes those who were
 * woken and have not run: who comes then stands behind them, so both lines are strictly first come, first served.
 *
 *   room = capacity - items - rooms of woken senders - reserved rooms
 *          with a capacity of 0: as much as receivers wait for, in place of the capacity
 *
 * Invariant: a wake-up that is not used is handed on; an item that was sent is received once, or is in `items`, or was
 * dropped by the policy or by the close of the last receiver.
 */

import { type Parked, Ring, WaitQueue } from '@acoro/core/lowlevel'
import { BrokenResourceError, ClosedResourceError, EndOfChannel } from '../base/errors.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

/** What happens where there is no room: wait for it, drop the oldest item, or drop the one that is sent. */
export type Overflow = 'wait' | 'drop-oldest' | 'drop-newest'

export interface ChannelStatistics {
  /** Items sent and not yet received. */
  size: number
  capacity: number
  openSenders: number
  openReceivers: number
  waitingSenders: number
  waitingReceivers: number
  /** How many items the overflow policy dropped. */
  dropped: number
}

/** One end, for the channel's eyes. */
export interface End {
  readonly closed: boolean
}

export class ChannelState<T> extends Primitive {
  readonly capacity: number
  readonly overflow: Overflow
  readonly items: Ring<T> = new Ring<T>()
  openSenders = 0
  openReceivers = 0
  dropped = 0
  #reserved = 0
  /** Senders that were woken and have not run: each has a room. */
  #wokenSenders = 0
  /** Receivers that were woken and have not run: each has an item. */
  #wokenReceivers = 0
  readonly senders: WaitQueue<void, End> = new WaitQueue<void, End>({
    describe: () => this._describe('send', `${this._summary()}, ${this.senders.size} waiting`),
    onReturned: () => this.giveWokenRoom(),
  })
  readonly receivers: WaitQueue<void, End> = new WaitQueue<void, End>({
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

  /** Is there room, and nobody who came before? */
  hasRoom(): boolean {
    return this.#room() > 0 && this.#wokenSenders === 0 && this.senders.size === 0
  }

  /** Sends now: there is room, or it is made by the policy. */
  push(item: T): void {
    if (this.overflow !== 'wait' && this.#room() <= 0) {
      this.dropped++
      if (this.overflow === 'drop-newest') return
      this.items.shift()
    }
    this.items.push(item)
    this.#serveReceivers()
  }

  /** Takes a place in the line of senders. */
  parkSender(end: End): Parked<void, End> {
    this._bind()
    return this.senders.park(end)
  }

  /** A woken sender runs, and sends. Others may have come since, and stood behind it though there was room. */
  pushWoken(item: T): void {
    this.#wokenSenders--
    this.push(item)
    this.#serveSenders()
  }

  /** A woken sender gives up: its room is for the next one. */
  giveWokenRoom(): void {
    this.#wokenSenders--
    this.#serveSenders()
  }

  /** Keeps a room for somebody, who was woken for it or finds it there. */
  reserve(wasWoken: boolean): void {
    if (wasWoken) this.#wokenSenders--
    this.#reserved++
    this.#serveSenders()
  }

  /** A room that was kept is used. */
  pushReserved(item: T): void {
    this.#reserved--
    this.push(item)
  }

  /** A room that was kept is not needed. */
  giveReserved(): void {
    this.#reserved--
    this.#serveSenders()
  }

  // ------------------------------------------------------------------ receiving

  checkReceiver(end: End): void {
    if (end.closed) throw new ClosedResourceError(`Cannot receive from ${this}: this receiver is closed`)
  }

  /** Is there an item, and nobody who came before? */
  hasItem(): boolean {
    return this.items.length > 0 && this.#wokenReceivers === 0 && this.receivers.size === 0
  }

  /** Will nothing come any more? Not while somebody was woken for an item, who may yet be cancelled and leave it. */
  get ended(): boolean {
    return this.openSenders === 0 && this.items.length === 0
  }

  endOfChannel(): EndOfChannel {
    return new EndOfChannel(`${this} has ended: every sender is closed and every item was received`)
  }

  /** Takes the first item. */
  take(): T {
    const item = this.items.shift()
    if (this.ended) this.receivers.abort(this.endOfChannel())
    else this.#serveSenders()
    return item
  }

  /** A woken receiver runs, and takes an item. Others may have come since, and stood behind it though there were more. */
  takeWoken(): T {
    this.#wokenReceivers--
    const item = this.take()
    this.#serveReceivers()
    return item
  }

  /** A woken receiver gives up: its item is for the next one. */
  giveWokenItem(): void {
    this.#wokenReceivers--
    this.#serveReceivers()
  }

  /** Takes a place in the line of receivers; with a capacity of 0 that is what makes room. */
  parkReceiver(end: End): Parked<void, End> {
    this._bind()
    const parked = this.receivers.park(end)
    this.#serveSenders()
    return parked
  }

  // ------------------------------------------------------------------ closing

  closeSender(end: End): void {
    this.openSenders--
    abortOf(
      this.senders,
      end,
      () => new ClosedResourceError(`This sender of ${this} was closed while it waited`),
    )
    if (this.ended) this.receivers.abort(this.endOfChannel())
  }

  closeReceiver(end: End): void {
    this.openReceivers--
    abortOf(
      this.receivers,
      end,
      () => new ClosedResourceError(`This receiver of ${this} was closed while it waited`),
    )
    if (this.openReceivers > 0) return
    this.items.clear()
    this.senders.abort(new BrokenResourceError(`Every receiver of ${this} was closed`))
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

/** Throws at those who wait through this very end. */
function abortOf(queue: WaitQueue<void, End>, end: End, error: () => Error): void {
  for (const parked of [...queue]) {
    if (parked.request !== end) continue
    parked.remove()
    parked.setException(error())
  }
}
