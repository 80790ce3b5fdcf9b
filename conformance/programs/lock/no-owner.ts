// A lock has no owner: another task may release it, and its holder deadlocks on it

import { coroutine, createTask } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const release = coroutine(function* release(lock: Lock) {
  lock.release()
  trace('released by another')
})

export function* main() {
  const lock = new Lock()
  yield* lock.acquire()
  const task = createTask(release(lock))
  yield* lock.acquire()
  trace('acquired again')
  yield* task
  yield* lock.acquire()
  trace('never')
}
