// A waiter that gives up after a time leaves the lock as it was

import { waitFor } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { outcome, trace } from '../../harness/trace.ts'

export function* main() {
  const lock = new Lock()
  yield* lock.acquire()
  yield* outcome('too late', waitFor(lock.acquire(), 10))
  trace(lock.locked())
  lock.release()
  trace(lock.locked())
  yield* waitFor(lock.acquire(), 10)
  trace(lock.locked())
}
