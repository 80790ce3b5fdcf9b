// A waiter that is cancelled leaves the line

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, lock: Lock) {
  try {
    using _held = yield* lock.acquire()
    trace(name, 'has it')
    yield* sleep(5)
  } catch (error) {
    trace(name, 'cancelled')
    throw error
  }
})

export function* main() {
  const lock = new Lock()
  yield* lock.acquire()
  const tasks = [...'abc'].map((name) => createTask(waiter(name, lock)))
  yield* sleep(10)
  tasks[0]!.cancel()
  yield* sleep(10)
  lock.release()
  yield* wait(tasks)
  trace(lock.locked())
}
