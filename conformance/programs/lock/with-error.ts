// A lock is released when its block fails

import { Lock } from '@acoro/sync'
import { Boom, trace } from '../../harness/trace.ts'

export function* main() {
  const lock = new Lock()
  try {
    using _held = yield* lock.acquire()
    trace(lock.locked())
    throw new Boom('inside')
  } catch (error) {
    trace(error, lock.locked())
  }
}
