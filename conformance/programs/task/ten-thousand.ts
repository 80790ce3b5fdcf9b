// Ten thousand tasks wait at once in one thread

import { allTasks, coroutine, createTask, gather, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(number: number) {
  yield* sleep(10)
  yield* sleep(number % 10)
  return number
})

export function* main() {
  const tasks = Array.from({ length: 10_000 }, (_, number) => createTask(work(number)))
  yield* sleep(0)
  trace(allTasks().size)
  const numbers = yield* gather(tasks)
  trace(numbers.reduce((sum, number) => sum + number, 0))
}
