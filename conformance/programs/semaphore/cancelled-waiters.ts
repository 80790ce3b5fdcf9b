// Permits of cancelled waiters are not lost, woken or not

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { Semaphore } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, semaphore: Semaphore) {
  try {
    yield* semaphore.acquire()
    trace(name, 'in')
  } catch (error) {
    trace(name, 'cancelled')
    throw error
  }
})

export function* main() {
  const semaphore = new Semaphore(0)
  const tasks = [...'abcd'].map((name) => createTask(waiter(name, semaphore)))
  yield* sleep(10)
  tasks[1]!.cancel()
  semaphore.release()
  tasks[0]!.cancel()
  yield* sleep(10)
  trace(tasks.map((task) => task.done()))
  semaphore.release()
  yield* wait(tasks)
  trace(semaphore.locked())
}
