/** The result of a job, checked before it is sent: a reply that cannot be cloned would end the worker. */

/** Throws if there is an obstacle: the path of what cannot be cloned. */
export function refuseResult(obstacle: string | undefined, exportName: string): void {
  if (obstacle !== undefined) {
    throw new TypeError(`Cannot send the result of ${exportName} to the loop: ${obstacle}`)
  }
}

/** Only an object can have a `then`. */
export function mayBePromise(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
