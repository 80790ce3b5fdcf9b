/**
 * Leases that a task drops: nobody will release them, and the pool has a resource less.
 *
 * It is told when such a lease is collected and its task has ended (`watchTaken` of core). A pool keeps the
 * leases that it has lent, so those would never be collected. What a task receives is therefore another
 * lease, which ends the one that is kept. Only the first leases of a pool are made so.
 */

import { watchesTaken, watchTaken } from '@acoro/core/lowlevel'
import type { Lease } from './lease.ts'

/** The lease that the current task receives for `lease` of `pool`: itself, or one that is watched. */
export function handedOut<T>(lease: Lease<T>, pool: object): Lease<T> {
  if (!watchesTaken(pool)) return lease
  const handed = lease._handOut()
  watchTaken(handed, sayer(new WeakRef<Lease<unknown>>(lease), new WeakRef(pool)))
  return handed
}

/** Not in `handedOut`: what one function of a scope uses, the others keep alive. */
function sayer(lease: WeakRef<Lease<unknown>>, pool: WeakRef<object>): () => string | undefined {
  return () => {
    const of = pool.deref()
    if (of === undefined || lease.deref()?.released !== false) return undefined
    return (
      `a lease of ${of} was dropped by a task that has ended, and its resource is still lent: keep it and ` +
      'release it, as in `using lease = yield* pool.acquire()`'
    )
  }
}
