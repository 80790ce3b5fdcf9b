// A task that cancels itself and never waits again ends cancelled, not with its result

import { coroutine, createTask, currentTask } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  currentTask()!.cancel()
  return 'result'
})

export function* main() {
  const task = createTask(work())
  yield* outcome('await', task)
  trace(task.cancelled(), task.cancelling())
}
