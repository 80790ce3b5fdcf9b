/**
 * Numbers for objects that a viewer shows, such as primitives and groups. They are given when first asked
 * for.
 */

const numbers = new WeakMap<object, number>()
let last = 0

export function numberOf(thing: object): number {
  const known = numbers.get(thing)
  if (known !== undefined) return known
  numbers.set(thing, ++last)
  return last
}
