// The garbage collector, for tests of what is really held.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Suspension } from '@acoro/core'
import { turn } from './turn.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes of buffers that are still reachable. */
export function heldBytes(): number {
  collect()
  // The memory of buffers is given back in the background, which the next collection waits for.
  collect()
  return process.memoryUsage().arrayBuffers
}

/** Collects until `done`: finalizers run in a turn of the platform after a collection. */
export function* collectUntil(done: () => boolean): Generator<Suspension, void, unknown> {
  for (let i = 0; i < 100 && !done(); i++) {
    collect()
    yield* turn()
  }
}
