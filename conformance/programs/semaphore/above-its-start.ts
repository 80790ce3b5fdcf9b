// A semaphore may be released above its start, a bounded one may not

import { BoundedSemaphore, Semaphore } from '@acoro/sync'
import { attempt, trace } from '../../harness/trace.ts'

export function* main() {
  const semaphore = new Semaphore(1)
  semaphore.release()
  semaphore.release()
  for (let round = 0; round < 3; round++) yield* semaphore.acquire()
  trace(semaphore.locked())
  const bounded = new BoundedSemaphore(1)
  attempt('release', () => bounded.release())
  try {
    bounded.release()
  } catch (error) {
    trace((error as Error).message)
  }
  yield* bounded.acquire()
  bounded.release()
  trace(bounded.locked())
  attempt('below zero', () => new Semaphore(-1))
  attempt('bounded below zero', () => new BoundedSemaphore(-1))
}
