/**
 * Promises into arrivals.
 *
 * A promise takes two functions and keeps them until it settles. To make two for each wait would cost more than the
 * promise does, so they belong to the arrival, and that serves again once its promise has settled and its wait is over.
 */

import type { EventLoop } from '@acoro/core'
import { Arrival, type ArrivalOptions } from '@acoro/core/lowlevel'
import { hasOutgoing } from './outgoing.ts'

/** The arrival of what a promise gives. */
class PromiseArrival extends Arrival<unknown> {
  readonly fulfilled = (value: unknown): void => this.deliver(value)
  readonly rejected = (error: unknown): void => this.deliverError(error)

  static of(options: ArrivalOptions): PromiseArrival {
    const arrival = spare
    if (arrival === null) return new PromiseArrival(options)
    spare = null
    arrival.begin(options)
    return arrival
  }

  protected override recycle(): void {
    this.clear()
    spare = this
  }
}

/** One is enough: whoever has waited for a promise waits for the next one next. */
let spare: PromiseArrival | null = null

/** What settles as `promise` does, a promise of the engine's own: see `promiseFor`. */
export function follow<T>(promise: Promise<T>, options: ArrivalOptions): Arrival<T> {
  const arrival = PromiseArrival.of(options)
  promise.then(arrival.fulfilled, arrival.rejected)
  return arrival as Arrival<unknown> as Arrival<T>
}

/** What is known of something that is sure to come. */
export function arriving(what: string, abandoned?: ArrivalOptions['abandoned']): ArrivalOptions {
  return { what, isTransient, abandoned }
}

function isTransient(loop: EventLoop): boolean {
  return !hasOutgoing(loop)
}
