/** Which globals `installGlobals` puts on the clock of a loop. */

import type { OptionKind } from '@acoro/core/lowlevel'
import { describeValue } from '@acoro/core/lowlevel'

/** A timer comes with what clears it; `process` stands for its `hrtime` and `uptime`. */
export type FakedName =
  | 'setTimeout'
  | 'setInterval'
  | 'setImmediate'
  | 'requestAnimationFrame'
  | 'requestIdleCallback'
  | 'Date'
  | 'Intl'
  | 'Temporal'
  | 'performance'
  | 'process'
  | 'scheduler'
  | 'AbortSignal'

/** What fake-timers replaces for each. */
const METHODS: Readonly<Record<FakedName, readonly string[]>> = {
  setTimeout: ['setTimeout', 'clearTimeout'],
  setInterval: ['setInterval', 'clearInterval'],
  setImmediate: ['setImmediate', 'clearImmediate'],
  requestAnimationFrame: [],
  requestIdleCallback: [],
  Date: ['Date'],
  Intl: ['Intl'],
  Temporal: ['Temporal'],
  performance: ['performance'],
  process: ['hrtime'],
  scheduler: [],
  AbortSignal: [],
}

const NAMES = Object.keys(METHODS) as FakedName[]

export const checkNames: OptionKind = (value, what) => {
  if (!Array.isArray(value)) {
    throw new TypeError(`Expected ${what} to be a list of globals, got ${describeValue(value)}`)
  }
  for (const name of value) {
    if (NAMES.includes(name)) continue
    throw new RangeError(
      `Expected ${what} to name globals of ${NAMES.join(', ')}, got ${describeValue(name)}`,
    )
  }
}

/** Those of `only`, or all but those of `except`. TypeError for both. */
export function chosenNames(
  only: readonly FakedName[] | undefined,
  except: readonly FakedName[] | undefined,
): ReadonlySet<FakedName> {
  if (only !== undefined && except !== undefined) {
    throw new TypeError('Expected either the option only or the option except of installGlobals(), got both')
  }
  return new Set(only ?? NAMES.filter((name) => except?.includes(name) !== true))
}

/** As strings: declarations must not name the types of fake-timers, which users do not have. */
export function methodsOf(names: ReadonlySet<FakedName>): string[] {
  return [...names].flatMap((name) => METHODS[name])
}
