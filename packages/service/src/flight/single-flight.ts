/**
 * Calls at the same time for the same thing are one call. See flights.ts.
 */

import { type Awaitable, type Coroutine, type CoroutineLike, coroutine, type Suspension } from '@acoro/core'
import { checkOptions, generatorFunctionOf, Operation } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { nameOfFunction } from '../base/errors.ts'
import { Named } from '../base/named.ts'
import { type Flight, Flights, flying } from './flights.ts'
import { isComparable, type KeyOf, keyOf } from './key.ts'

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
  const plain = shared as unknown as Shared<unknown[], T>
  const isKeyed = options?.key !== undefined
  const call = function (argument?: unknown): Coroutine<T> {
    // Most calls have one argument, which is the key. They need no list.
    // biome-ignore lint/complexity/noArguments: a rest parameter would make a list for each call.
    if (!isKeyed && arguments.length === 1 && isComparable(argument)) {
      return new SharedCall<T>(plain, argument, null)
    }
    // biome-ignore lint/complexity/noArguments: see above.
    const args = Array.from(arguments) as Args
    return new SharedCall<T>(plain, shared.keyOf(args), shared.kept(args))
  }
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
  /** Does a call of the function only make a coroutine? Then that can be made before its task. */
  readonly #isLazy: boolean
  readonly #isKeyed: boolean

  constructor(fn: (...args: Args) => Awaitable<T>, options: SingleFlightOptions<Args>) {
    super(options.name ?? nameOfFunction(fn, 'singleFlight'))
    const body = generatorFunctionOf(fn)
    this.#isLazy = body !== null
    this.#fn = body === fn ? coroutine(fn as (...args: Args) => Generator<Suspension, T, unknown>) : fn
    this.#isKeyed = options.key !== undefined
    this.keyOf = keyOf(options.key, 'singleFlight()')
  }

  /**
   * What has to be kept of the arguments: nothing if the key is the only one, which saves memory for each
   * call.
   */
  kept(args: Args): Args | null {
    return this.#isKeyed || args.length === 0 ? args : null
  }

  flight(key: unknown, kept: Args | null): Flight<T> {
    const loop = this._bind()
    const flight = this.flights.get<T>(key)
    if (flight !== undefined) return flight
    return this.flights.begin(key, loop, this.#work(kept ?? ([key] as Args)), this.name)
  }

  #work(args: Args): CoroutineLike<T> {
    // Not a method call: the function does not get `this`.
    const fn = this.#fn
    if (!this.#isLazy) return flying(() => fn(...args), this.name) as CoroutineLike<T>
    try {
      return fn(...args) as CoroutineLike<T>
    } catch (error) {
      // Of the default of a parameter, say: it goes to all who share the call.
      return flying(() => {
        throw error
      }, this.name) as CoroutineLike<T>
    }
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

const CALL = { name: 'call' }

class SharedCall<T> extends Operation<T> {
  // Declared, and assigned in the constructor, for speed.
  declare private readonly shared: Shared<unknown[], T>
  declare private readonly key: unknown
  declare private readonly args: unknown[] | null

  constructor(shared: Shared<unknown[], T>, key: unknown, args: unknown[] | null) {
    super(CALL)
    this.shared = shared
    this.key = key
    this.args = args
  }

  override start(): Iterator<Suspension, T, unknown> {
    return this.shared.flight(this.key, this.args).join()
  }
}
