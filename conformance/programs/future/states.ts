// The states of a future and a task, by name

import { coroutine, createTask, currentTask, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace(currentTask()!.state)
  yield* sleep(1)
})

export function* main() {
  const task = createTask(work())
  trace(task.state)
  yield* sleep(0)
  trace(task.state)
  yield* task
  trace(task.state)
  const future = getRunningLoop().createFuture()
  future.cancel()
  trace(future.state)
}
