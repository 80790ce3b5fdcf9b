/**
 * Calls at the same time for the same thing are one call. See flights.ts.
 */

import type { Awaitable, Coroutine, Suspension } from '@acoro/core'
import { checkOptions } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { nameOfFunction } from '../base/errors.ts'
import { Named } from '../base/named.ts'
import { FlightCall } from './flight-call.ts'
import { type Flight, Flights } from './flights.ts'
import { type KeyOf, keyOf } from './key.ts'

export interface SingleFlightOptions<Args extends unknown[]> {
  /** What tells calls apart; by default the argument, if there is one at most and it is no object. */
  key?: ((...args: Args) => unknown) | undefined
  /** Shown in reports; the name of the function by default. */
  name?: string | undefined
}

/** A function whose calls at the same time share their work. */
export interface SingleFlight<Args extends unknown[], T> {
  (...args: Args): Coroutine<T>
  /**
   * The next call with these arguments begins anew. Those who wait are not disturbed. Returns whether there
   * was one.
   */
  forget(...args: Args): boolean
  /** The number of calls under way. */
  readonly size: number
}

/**
 * Wraps a function so that calls for the same key at the same time share one call of it. It begins when the
 * first of them is awaited, in a task of its own with that caller's context. Its value or error goes to all
 * of them, and nothing is kept afterwards. TypeError for bad arguments, and for a call whose key is not
 * clear.
 *
 * If a caller is cancelled, the others keep the result. The last one to leave cancels the work, and awaits
 * it.
 *
 * @example
 * ```ts
 * let calls = 0
 * const load = singleFlight(function* load(id: number) {
 *   calls++
 *   yield* sleep(10)
 *   return `page ${id}`
 * })
 * yield* gather([load(1), load(1), load(2)]) // => ['page 1', 'page 1', 'page 2']
 * calls // => 2
 * ```
 */
export function singleFlight<Args extends unknown[], T>(
  fn: (...args: Args) => Awaitable<T>,
  options?: SingleFlightOptions<Args>,
): SingleFlight<Args, T> {
  checkFunction(fn, 'the function of singleFlight()')
  checkOptions(options, 'singleFlight()', { key: 'function', name: 'string' })
  const shared = new Shared<Args, T>(fn, options ?? {})
  const call = (...args: Args): Coroutine<T> =>
    new SharedCall<T>(shared as unknown as Shared<unknown[], T>, shared.keyOf(args), args)
  Object.defineProperty(call, 'name', { value: shared.name, configurable: true })
  return Object.defineProperties(call, {
    forget: { value: (...args: Args) => shared.flights.forget(shared.keyOf(args)) },
    size: { get: () => shared.flights.size },
  }) as unknown as SingleFlight<Args, T>
}

class Shared<Args extends unknown[], T> extends Named {
  readonly flights = new Flights()
  readonly keyOf: KeyOf<Args>
  readonly #fn: (...args: Args) => Awaitable<T>

  constructor(fn: (...args: Args) => Awaitable<T>, options: SingleFlightOptions<Args>) {
    super(options.name ?? nameOfFunction(fn, 'singleFlight'))
    this.#fn = fn
    this.keyOf = keyOf(options.key, 'singleFlight()')
  }

  flight(key: unknown, args: Args): Flight<T> {
    const loop = this._bind()
    // Not a method call: the function does not get `this`.
    const fn = this.#fn
    return this.flights.get<T>(key) ?? this.flights.begin(key, loop, () => fn(...args), this.name)
  }

  /** @internal */
  override _rebound(): void {
    this.flights.forgetAll()
  }

  /** @internal */
  override _summary(): string {
    return `${this.flights.size} under way`
  }
}

class SharedCall<T> extends FlightCall<T> {
  declare private readonly shared: Shared<unknown[], T>
  declare private readonly key: unknown
  declare private readonly args: unknown[]

  constructor(shared: Shared<unknown[], T>, key: unknown, args: unknown[]) {
    super()
    this.shared = shared
    this.key = key
    this.args = args
  }

  override start(): Iterator<Suspension, T, unknown> {
    return this.join(this.shared.flight(this.key, this.args))
  }
}
