/** Telling promises, and all that is like them, by what they can do. */

/** Can it be given to `await`, as something that settles later? */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  )
}
