// Nobody overtakes those who wait for a permit

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Semaphore } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, semaphore: Semaphore) {
  yield* semaphore.acquire()
  trace(name)
})

export function* main() {
  const semaphore = new Semaphore(0)
  const tasks = [...'ab'].map((name) => createTask(waiter(name, semaphore)))
  yield* sleep(10)
  semaphore.release()
  trace(semaphore.locked())
  const late = createTask(waiter('late', semaphore))
  semaphore.release()
  semaphore.release()
  trace(semaphore.locked())
  yield* gather(...tasks, late)
  trace(semaphore.locked())
}
