// A finally block may wait while the task is being cancelled

import { coroutine, createTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    yield* sleep(100)
  } finally {
    trace('cleaning')
    yield* sleep(20)
    trace('clean')
  }
})

export function* main() {
  const task = createTask(work())
  yield* sleep(10)
  task.cancel()
  yield* sleep(5)
  trace(task.done(), task.cancelling())
  yield* outcome('await', task)
}
