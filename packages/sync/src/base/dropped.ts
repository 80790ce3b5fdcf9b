/**
 * Permits that a task drops: nobody will release them, and the next task waits for ever.
 *
 * It is told when such a permit is collected and its task has ended (`watchTaken` of core). A lock keeps the
 * permit of its holder, so that would never be collected. What a task receives is therefore another permit,
 * which releases the one that is kept. Only the first permits of a lock are made so.
 */

import { watchesTaken, watchTaken } from '@acoro/core/lowlevel'
import { Permit } from './permit.ts'
import type { Primitive } from './primitive.ts'

/** The permits that watched ones release: they live as long as their primitives. */
const kept = new WeakMap<Primitive, Permit[]>()

/** A primitive whose permits are watched. */
interface Holdable extends Primitive {
  /** @internal May a permit have been given back by its own `release()`, which does not say which? */
  readonly _countsReleases: boolean
}

/** The number of permits that are looked at, as in core. */
let looks = 1000

/** Hands permits out, once the program is no longer new. */
class Handing {
  handOut<P extends Permit>(permit: P, _of: Holdable, _method: string, _make: (of: P) => P): P {
    return permit
  }
}

/**
 * Hands permits out while the program is new. Then its method is deleted: while the compiler sees a way on
 * which a permit is kept, it makes each permit, and a free semaphore would be slower by a third.
 */
class WatchedHanding extends Handing {
  override handOut<P extends Permit>(permit: P, of: Holdable, method: string, make: (of: P) => P): P {
    if (--looks === 0) Reflect.deleteProperty(WatchedHanding.prototype, 'handOut')
    return watchesTaken(of) ? watch(make(permit), permit, of, method) : permit
  }
}

const handing: Handing = new WatchedHanding()

/** The permit that the task receives for `permit` of `primitive`: itself, or one that is watched. */
export function handedOut(permit: Permit, primitive: Holdable, method = 'acquire'): Permit {
  return handing.handOut(permit, primitive, method, another)
}

function another(permit: Permit): Permit {
  return new Permit(permit, permit.weight)
}

/** As `handedOut` for a permit of a class of its own: `make` makes one that releases the one that is kept. */
export function handedOutAs<P extends Permit>(
  permit: P,
  primitive: Holdable,
  method: string,
  make: (of: P) => P,
): P {
  return handing.handOut(permit, primitive, method, make)
}

function watch<P extends Permit>(handed: P, permit: Permit, primitive: Holdable, method: string): P {
  const permits = kept.get(primitive)
  if (permits === undefined) kept.set(primitive, [permit])
  else permits.push(permit)
  watchTaken(handed, sayer(new WeakRef(permit), new WeakRef(primitive), method))
  return handed
}

/** Not in `watch`: what one function of a scope uses, the others keep alive. */
function sayer(
  permit: WeakRef<Permit>,
  primitive: WeakRef<Holdable>,
  method: string,
): () => string | undefined {
  return () => {
    const of = primitive.deref()
    if (of === undefined || of._countsReleases || permit.deref()?.released !== false) return undefined
    const name = of._kind.charAt(0).toLowerCase() + of._kind.slice(1)
    return (
      `a permit of ${of} was dropped by a task that has ended, and is still held: keep it and release it, ` +
      `as in \`using permit = yield* ${name}.${method}()\``
    )
  }
}
