// A waiter cancelled after it was woken hands the lock to the next

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, lock: Lock) {
  try {
    using _held = yield* lock.acquire()
    trace(name, 'has it')
  } catch (error) {
    trace(name, 'cancelled')
    throw error
  }
})

export function* main() {
  const lock = new Lock()
  yield* lock.acquire()
  const tasks = [...'ab'].map((name) => createTask(waiter(name, lock)))
  yield* sleep(10)
  lock.release()
  tasks[0]!.cancel()
  yield* wait(tasks)
  trace(lock.locked())
}
