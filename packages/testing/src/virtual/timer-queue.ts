/**
 * The timers of a virtual loop: earliest first, as in any other loop, unless a test varies their order.
 *
 * Nobody knows how late a timer fires, and a timer in a test often stands for an answer from outside. So an
 * exploration takes the timers over: it decides which one fires next, each time nothing else is left to run.
 */

import { type HeapEntry, TimerHeap } from '@acoro/core/lowlevel'

/** Timers in an order that a test decides. */
export interface TimerOrder {
  /** How many timers have not fired. */
  readonly size: number
  push(timer: HeapEntry): void
  /** Returns a timer that is not due while no decision has been made. undefined if there are no timers. */
  peek(): HeapEntry | undefined
  /** Takes the next of the timers that were decided to fire. */
  popDue(): HeapEntry | undefined
  cancelled(timer: HeapEntry): void
  clear(): void
  live(): Iterable<HeapEntry>
  /** Decides what fires next, and returns when: `now` or later. Infinity if there are no timers. */
  decide(now: number): number
  /** The timers that `set` sets stand for the outside: any of them may overtake any other. */
  fromOutside(set: () => void): void
  /** The timers that `set` sets are immediates: they keep their order, and are late by a turn at most. */
  asImmediate<R>(set: () => R): R
}

export class TimerQueue extends TimerHeap<HeapEntry> {
  /** Set while the order of timers is varied. It has to be set before the first timer. */
  order: TimerOrder | null = null

  override get size(): number {
    return this.order === null ? super.size : this.order.size
  }

  override push(timer: HeapEntry): void {
    if (this.order === null) super.push(timer)
    else this.order.push(timer)
  }

  override peek(): HeapEntry | undefined {
    return this.order === null ? super.peek() : this.order.peek()
  }

  override popDue(now: number): HeapEntry | undefined {
    return this.order === null ? super.popDue(now) : this.order.popDue()
  }

  override noteCancelled(timer: HeapEntry): void {
    if (this.order === null) super.noteCancelled(timer)
    else this.order.cancelled(timer)
  }

  override clear(): void {
    super.clear()
    this.order?.clear()
  }

  override *[Symbol.iterator](): Generator<HeapEntry> {
    if (this.order === null) yield* super[Symbol.iterator]()
    else yield* this.order.live()
  }
}
