// Awaiting a cancelled task raises CancelledError without being cancelled oneself

import { coroutine, createTask, currentTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(100)
})

export function* main() {
  const task = createTask(work())
  yield* sleep(1)
  task.cancel('gone')
  yield* outcome('main', task)
  trace(currentTask()!.cancelling())
  yield* sleep(5)
  trace('main goes on')
}
