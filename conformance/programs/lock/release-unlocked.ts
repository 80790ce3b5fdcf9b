// Releasing a lock that nobody holds is an error

import { Lock } from '@acoro/sync'
import { attempt, trace } from '../../harness/trace.ts'

export function* main() {
  const lock = new Lock()
  attempt('release', () => lock.release())
  yield* lock.acquire()
  lock.release()
  attempt('release again', () => lock.release())
  try {
    lock.release()
  } catch (error) {
    trace((error as Error).message)
  }
}
