// A task that cancels itself is cancelled at its next wait

import { coroutine, createTask, currentTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  const task = currentTask()!
  trace(task.cancel(), task.cancelling())
  trace('still running')
  try {
    yield* sleep(0)
    trace('never')
  } finally {
    trace('cancelled')
  }
})

export function* main() {
  const task = createTask(work())
  yield* outcome('await', task)
}
