/** Refuses what is no function, by the name of the parameter. */

import { describeValue } from '@acoro/core/lowlevel'

export function checkFunction(value: unknown, what: string): void {
  if (typeof value !== 'function')
    throw new TypeError(`Expected ${what}, a function, got ${describeValue(value)}`)
}
