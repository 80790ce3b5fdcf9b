// Cancelling a finished task changes nothing and says so

import { coroutine, createTask } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  return 'result'
})

export function* main() {
  const task = createTask(work())
  yield* task
  trace(task.cancel(), task.cancelled(), task.cancelling(), task.result())
}
