// A cancelled task gets CancelledError at the wait, and ends cancelled

import { coroutine, createTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    trace('waits')
    yield* sleep(100)
  } catch (error) {
    trace('caught', error)
    throw error
  } finally {
    trace('finally')
  }
})

export function* main() {
  const task = createTask(work())
  yield* sleep(10)
  trace(task.cancel('enough'), task.cancelled(), task.cancelling())
  yield* outcome('await', task)
  trace(task.cancelled(), task.done(), task.cancelling(), task.cancel())
}
