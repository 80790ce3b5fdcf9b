// Who releases and takes again at once stands behind the waiter

import { coroutine, createTask, sleep } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(lock: Lock) {
  using _held = yield* lock.acquire()
  trace('waiter has it')
})

export function* main() {
  const lock = new Lock()
  yield* lock.acquire()
  const task = createTask(waiter(lock))
  yield* sleep(0)
  lock.release()
  trace('released', lock.locked())
  yield* lock.acquire()
  trace('main has it again')
  lock.release()
  yield* task
}
