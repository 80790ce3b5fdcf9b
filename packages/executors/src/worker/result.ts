/** The result of a job, checked before it is sent: a reply that cannot be cloned would end the worker. */

import { findUncloneable } from '../message/cloneable.ts'

/** TypeError with the path of what cannot be cloned. `moved` need not be. */
export function checkResult(value: unknown, exportName: string, moved?: readonly object[]): void {
  const obstacle = findUncloneable(value, 'result', moved === undefined ? undefined : new Set(moved))
  if (obstacle !== undefined) {
    throw new TypeError(`Cannot send the result of ${exportName} to the loop: ${obstacle}`)
  }
}

/** Only an object can have a `then`. */
export function mayBePromise(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
