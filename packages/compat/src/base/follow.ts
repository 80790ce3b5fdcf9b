/**
 * Turns promises into arrivals.
 *
 * A promise takes two functions and keeps them until it settles. Making two functions for each wait would
 * cost more than the promise. So they belong to the arrival, which is used again when its promise has settled
 * and its wait is over.
 */

import type { EventLoop } from '@acoro/core'
import { Arrival, type ArrivalOptions } from '@acoro/core/lowlevel'
import { hasOutgoing } from './outgoing.ts'

/** The arrival of a promise. */
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

/** One is enough: most tasks wait for one promise after another. */
let spare: PromiseArrival | null = null

/** Returns an arrival that settles as `promise` does. It must be a native promise: see `promiseFor`. */
export function follow<T>(promise: Promise<T>, options: ArrivalOptions): Arrival<T> {
  const arrival = PromiseArrival.of(options)
  promise.then(arrival.fulfilled, arrival.rejected)
  return arrival as Arrival<unknown> as Arrival<T>
}

/** The options of an arrival that is sure to come. */
export function arriving(what: string, abandoned?: ArrivalOptions['abandoned']): ArrivalOptions {
  return { what, isTransient, abandoned }
}

function isTransient(loop: EventLoop): boolean {
  return !hasOutgoing(loop)
}
