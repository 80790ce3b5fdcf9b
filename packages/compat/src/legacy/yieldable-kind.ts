/**
 * Recognises what generators of the older kind yield, by its methods and its prototype, never by the name of
 * a class.
 */

/** A function that takes a node callback and nothing else. */
export type Thunk<T = unknown> = (callback: (error: unknown, ...values: T[]) => void) => unknown

/** Is it an array, or an object without a class, that cannot be awaited? */
export function isCollection(value: object): value is Record<string, unknown> {
  if (Array.isArray(value)) return true
  if (Symbol.iterator in value) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Calls a thunk. If it calls back with several values, the result is an array. */
export function callThunk(
  thunk: Thunk,
  self: unknown,
  resolve: (value: unknown) => void,
  reject: (error: unknown) => void,
): void {
  try {
    thunk.call(self, (error: unknown, ...values: unknown[]) => {
      if (error) reject(error)
      else resolve(values.length > 1 ? values : values[0])
    })
  } catch (error) {
    reject(error)
  }
}
