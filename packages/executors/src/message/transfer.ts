/**
 * Moves bytes instead of copying them.
 *
 * A WeakMap remembers what to move for each value, and the value needs no wrapper. So arguments and results
 * keep their types, and a function that runs in the thread of the loop (InlineExecutor) receives the same
 * object.
 */

import { types } from 'node:util'

/** What can be moved to another thread: an ArrayBuffer, a MessagePort, a stream. */
export type TransferItem = ArrayBuffer | object

const lists = new WeakMap<object, readonly TransferItem[]>()

/**
 * Marks `value`, an argument of a job or its result: the items of `list` are moved to the other thread and
 * can no longer be used in this one. Without a list, the bytes of `value` itself are moved. Returns `value`.
 * TypeError if `value` or an item is not an object, or is shared memory.
 *
 * @example
 * ```ts
 * import { transfer } from '@acoro/executors'
 *
 * const pixels = new Uint8Array(1024)
 * transfer(pixels) === pixels // => true
 * ```
 */
export function transfer<T extends object>(value: T, list?: readonly TransferItem[]): T {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(
      `Expected an object to transfer, got ${value === null ? 'null' : `a ${typeof value}`}`,
    )
  }
  if (list !== undefined && !Array.isArray(list)) {
    throw new TypeError('Expected the transfer list to be an array: transfer(value, [value.buffer])')
  }
  const items = list ?? [ArrayBuffer.isView(value) ? value.buffer : value]
  for (const item of items) checkItem(item)
  lists.set(value, items)
  return value
}

function checkItem(item: unknown): void {
  if (types.isSharedArrayBuffer(item)) {
    throw new TypeError(
      'Expected something to transfer, got shared memory: both threads have it without that',
    )
  }
  if (typeof item !== 'object' || item === null) {
    throw new TypeError(
      `Expected objects in the transfer list, got ${item === null ? 'null' : `a ${typeof item}`}`,
    )
  }
}

/** Returns the list that was marked for `value`, and removes the mark. */
export function takeTransferList(value: unknown): readonly TransferItem[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const list = lists.get(value)
  if (list !== undefined) lists.delete(value)
  return list
}
