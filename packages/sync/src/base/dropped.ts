/**
 * Permits that a task drops: nobody will release them, and the next task waits for ever.
 *
 * It is told when such a permit is collected and its task has ended (`watchTaken` of core). A lock keeps the permit
 * of its holder, so that would never be collected. What a task receives is therefore another permit, which
 * releases the one that is kept. Only the first permits of a lock are made so.
 */

import { watchesTaken, watchTaken } from '@acoro/core/lowlevel'
import { Permit } from './permit.ts'
import type { Primitive } from './primitive.ts'

/** The permits that watched ones release: they live as long as their primitives. */
const kept = new WeakMap<Primitive, Permit[]>()

/** A primitive whose permits are watched. */
interface Holdable extends Primitive {
  /** @internal Were permits given back by its own `release()`, which does not say which? */
  readonly _countsReleases: boolean
}

/** The permit that the task receives for `permit` of `primitive`: itself, or one that is watched. */
export function handedOut(permit: Permit, primitive: Holdable): Permit {
  return watchesTaken(primitive) ? watched(permit, primitive) : permit
}

function watched(permit: Permit, primitive: Holdable): Permit {
  const permits = kept.get(primitive)
  if (permits === undefined) kept.set(primitive, [permit])
  else permits.push(permit)
  const handed = new Permit(permit, permit.weight)
  watchTaken(handed, sayer(new WeakRef(permit), new WeakRef(primitive)))
  return handed
}

/** Not in `watched`: what one function of a scope uses, the others keep alive. */
function sayer(permit: WeakRef<Permit>, primitive: WeakRef<Holdable>): () => string | undefined {
  return () => {
    const of = primitive.deref()
    if (of === undefined || of._countsReleases || permit.deref()?.released !== false) return undefined
    return (
      `a permit of ${of} was dropped by a task that has ended, and is still held: keep it and release it, ` +
      `as in \`using permit = yield* ${of._kind.toLowerCase()}.acquire()\``
    )
  }
}
