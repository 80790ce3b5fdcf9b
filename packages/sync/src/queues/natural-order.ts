/**
 * The order of a PriorityQueue without a `compare`: numbers, strings, and arrays of them.
 *
 * JavaScript's `<` orders everything, but often as text: `[10, 'a'] < [9, 'b']`, and any two objects are
 * equal. That would break asyncio's idiom of putting `(priority, count, item)` without a sign. So arrays are
 * compared element by element, as Python compares tuples, and values without an order are refused.
 */

import { describeValue } from '@acoro/core/lowlevel'

/** Negative if `a` comes before `b`, positive if after, 0 if equal. TypeError if there is no order. */
export function naturalOrder(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') {
    if (a < b) return -1
    if (a > b) return 1
    if (a === b) return 0
  }
  return Array.isArray(a) && Array.isArray(b) ? ofArrays(a, b) : ofValues(a, b)
}

/** As Python's tuples: the first elements that differ decide, else the shorter array comes first. */
function ofArrays(a: readonly unknown[], b: readonly unknown[]): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) {
    // The same object on both sides needs no order.
    if (Object.is(a[index], b[index])) continue
    const order = naturalOrder(a[index], b[index])
    if (order !== 0) return order
  }
  return a.length - b.length
}

function ofValues(a: unknown, b: unknown): number {
  const [one, other] = [primitiveOf(a), primitiveOf(b)]
  const comparable = isText(one) ? isText(other) : isNumeric(one) && isNumeric(other)
  if (!comparable) {
    throw new TypeError(
      `Expected items that can be ordered, got ${described(a)} and ${described(b)}: give the PriorityQueue a compare ` +
        'function, or put [priority, count, item] in it, with a count that is different for each item',
    )
  }
  const [left, right] = [one as number, other as number]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Dates, and objects with a `valueOf` of their own, are ordered by what it returns. */
function primitiveOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return typeof value.valueOf === 'function' ? value.valueOf() : value
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

/** Booleans count as 0 and 1, as in Python. NaN has no order. */
function isNumeric(value: unknown): boolean {
  return (
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && !Number.isNaN(value))
  )
}

function described(value: unknown): string {
  return typeof value === 'object' && value !== null && Number.isNaN(primitiveOf(value))
    ? `${describeValue(value)} that is NaN`
    : describeValue(value)
}
