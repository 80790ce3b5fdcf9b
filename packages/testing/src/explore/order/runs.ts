/**
 * Runs that a search asks for, one after the other.
 *
 * The program may be an async function, and nobody knows before it is called. So a search is a generator: it
 * yields the next order, and is sent what came of it. Who drives it waits for promises only if there are any.
 */

import type { Runnable } from '@acoro/core/lowlevel'
import type { VirtualLoop } from '../../virtual/virtual-loop.ts'
import type { ChoiceListener, Order } from './order.ts'

/** Is told of all that happens in a run. */
export interface Watcher extends ChoiceListener {
  /** A task or a callback is about to run. */
  stepped(next: Runnable): void
  /** The run is over. */
  ended(): void
}

export interface Run {
  readonly order: Order
  /** Makes what watches the run. */
  readonly watch?: ((loop: VirtualLoop) => Watcher) | undefined
}

export interface Outcome<T> {
  readonly failed: boolean
  readonly value: T | undefined
  readonly error: unknown
  /** How many steps it took. */
  readonly steps: number
}

/** What runs the program. */
interface Running<T> {
  run(run: Run): Outcome<T> | Promise<Outcome<T>>
}

/** A search that returns `R`. */
export type Runs<R, T = unknown> = Generator<Run, R, Outcome<T>>

/** Does what `search` asks for. Returns a promise if the program does. */
export function drive<R, T>(explorer: Running<T>, search: Runs<R, T>): R | Promise<R> {
  let asked = search.next()
  while (asked.done !== true) {
    const outcome = explorer.run(asked.value)
    if (outcome instanceof Promise) return driveAsync(explorer, search, outcome)
    asked = search.next(outcome)
  }
  return asked.value
}

async function driveAsync<R, T>(
  explorer: Running<T>,
  search: Runs<R, T>,
  first: Promise<Outcome<T>>,
): Promise<R> {
  let asked = search.next(await first)
  while (asked.done !== true) asked = search.next(await explorer.run(asked.value))
  return asked.value
}
