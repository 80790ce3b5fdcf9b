// The garbage collector, for tests of what is really held.

import type { Suspension } from '@acoro/core'
import { collectGarbage } from '../../../../scripts/runtimes/garbage.ts'
import { isOn } from '../../../../scripts/runtimes/only-on.ts'
import { turn } from './turn.ts'

/** Bytes of buffers that are still reachable. */
export function heldBytes(): number {
  collectGarbage()
  // The memory of buffers is given back in the background, which the next collection waits for.
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}

/** A collection of the heap of a test takes Deno a fifth of a second. */
const TURNS = isOn('exceptDeno') ? 100 : 20

/** Collects until `done`: finalizers run in a turn of the platform after a collection. */
export function* collectUntil(done: () => boolean): Generator<Suspension, void, unknown> {
  for (let i = 0; i < TURNS && !done(); i++) {
    collectGarbage()
    yield* turn()
  }
}
