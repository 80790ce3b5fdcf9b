/**
 * How much has come into the old generation of V8's heap. What an operation has left behind is garbage, and
 * is to be collected while it is young. A container whose entries come and go may keep it: see core's
 * member-list.ts. Generator functions must not be made for each call: V8 keeps the shape of what they make,
 * with all that the function sees, until the whole heap is collected.
 */

import { getHeapSpaceStatistics } from 'node:v8'
import { collectGarbage } from './garbage.ts'

function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? 0
}

/** Makes old all that is held now. Returns a function that tells how many bytes have got old since then. */
export function growthOfOld(): () => number {
  collectGarbage()
  collectGarbage()
  const before = oldBytes()
  return () => oldBytes() - before
}
