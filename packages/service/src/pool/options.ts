/** The options of a pool, and their check. */

import type { Awaitable } from '@acoro/core'
import { countFrom, durationOrInfinity } from '@acoro/core/lowlevel'
import { checkFunction, checkNeeded, period } from '../base/check.ts'

export interface PoolOptions<T> {
  /** Makes a resource, such as a connection. If it throws, the first waiting task gets the error. */
  create: () => Awaitable<T>
  /** Ends a resource. What it throws is reported to the exception handler of the loop. */
  destroy?: ((value: T) => Awaitable<unknown> | void) | undefined
  /**
   * Whether a resource is still good. Asked before an idle one is lent, and after a body of `use` that threw.
   */
  check?: ((value: T) => Awaitable<boolean> | boolean) | undefined
  /** How many resources are kept ready; 0 by default. */
  min?: number | undefined
  /** The most resources at a time, those that are being created and destroyed included; 10 by default. */
  max?: number | undefined
  /** The most tasks that wait while no resource can be created for them; no limit by default. */
  maxWaiting?: number | undefined
  /**
   * How long a resource may be idle before it is destroyed, in ms, but for `min` of them; 30,000 by default.
   */
  idleTimeout?: number | undefined
  /**
   * How old a resource may become, in ms from its creation; no limit by default. A lease is never cut short.
   */
  maxLifetime?: number | undefined
  /** How long `check` may take, in ms; 5000 by default. After that the resource is not good. */
  checkTimeout?: number | undefined
  /** How long `destroy` may take, in ms; 5000 by default. After that the resource counts as gone. */
  destroyTimeout?: number | undefined
  /** Shown in reports: `Pool.acquire on db (2 of 2 lent, 1 waiting)`. */
  name?: string | undefined
}

/** What is not given has its default. */
export interface Settings<T> extends PoolOptions<T> {
  readonly min: number
  readonly max: number
  readonly maxWaiting: number
  readonly idleTimeout: number
  readonly maxLifetime: number
  readonly checkTimeout: number
  readonly destroyTimeout: number
}

const KINDS = {
  create: checkFunction,
  destroy: 'function',
  check: 'function',
  min: countFrom(0),
  max: countFrom(1, true),
  maxWaiting: countFrom(0, true),
  idleTimeout: durationOrInfinity,
  maxLifetime: durationOrInfinity,
  checkTimeout: period,
  destroyTimeout: period,
  name: 'string',
} as const

/** RangeError and TypeError for wrong options, by name. */
export function settingsOf<T>(options: PoolOptions<T>): Settings<T> {
  checkNeeded(options, 'Pool()', KINDS)
  // Left out, it is undefined, which no option kind looks at.
  checkFunction(options.create, 'the option create of Pool()')
  const { destroy, check } = options
  const settings: Settings<T> = {
    // Called as methods: the options may be an object of a class.
    create: () => options.create(),
    destroy: destroy === undefined ? undefined : (value) => destroy.call(options, value),
    check: check === undefined ? undefined : (value) => check.call(options, value),
    name: options.name,
    min: options.min ?? 0,
    max: options.max ?? Math.max(10, options.min ?? 0),
    maxWaiting: options.maxWaiting ?? Infinity,
    idleTimeout: options.idleTimeout ?? 30_000,
    maxLifetime: options.maxLifetime ?? Infinity,
    checkTimeout: options.checkTimeout ?? 5000,
    destroyTimeout: options.destroyTimeout ?? 5000,
  }
  if (settings.min > settings.max) {
    throw new RangeError(
      `Expected the option min of Pool() to be at most max, ${settings.max}, got ${settings.min}`,
    )
  }
  return settings
}
