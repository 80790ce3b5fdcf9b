// Several releases in one step let several in

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Semaphore } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, semaphore: Semaphore) {
  yield* semaphore.acquire()
  trace(name)
})

export function* main() {
  const semaphore = new Semaphore(0)
  const tasks = [...'abcd'].map((name) => createTask(waiter(name, semaphore)))
  yield* sleep(10)
  for (let round = 0; round < 3; round++) semaphore.release()
  yield* sleep(10)
  trace(
    tasks.map((task) => task.done()),
    semaphore.locked(),
  )
  semaphore.release()
  yield* gather(...tasks)
}
