// uncancel counts down, never below zero

import { coroutine, createTask, currentTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  const task = currentTask()!
  trace(task.cancelling(), task.uncancel())
  try {
    yield* sleep(100)
  } catch {
    trace(task.cancelling(), task.uncancel(), task.uncancel(), task.uncancel(), task.cancelling())
  }
  yield* sleep(5)
  return 'goes on'
})

export function* main() {
  const task = createTask(work())
  yield* sleep(10)
  task.cancel()
  task.cancel()
  yield* outcome('await', task)
}
