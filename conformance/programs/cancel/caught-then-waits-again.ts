// After a swallowed cancellation the task waits undisturbed, though it still counts as cancelling

import { coroutine, createTask, currentTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* outcome('first', sleep(100))
  trace(currentTask()!.cancelling())
  yield* sleep(10)
  yield* outcome('second', sleep(100))
  return 'end'
})

export function* main() {
  const task = createTask(work())
  yield* sleep(1)
  task.cancel('one')
  yield* sleep(50)
  task.cancel('two')
  yield* outcome('await', task)
  trace(task.cancelling())
}
