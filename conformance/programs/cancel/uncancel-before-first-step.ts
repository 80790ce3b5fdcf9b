// A task cancelled and uncancelled before its first step runs

import { coroutine, createTask, currentTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('runs', currentTask()!.cancelling())
  yield* sleep(5)
  return 'result'
})

export function* main() {
  const task = createTask(work())
  task.cancel()
  trace(task.uncancel())
  yield* outcome('await', task)
}
