// Down at zero, uncancel takes back a cancellation that was not thrown yet

import { coroutine, createTask, currentTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  const task = currentTask()!
  task.cancel()
  trace(task.uncancel())
  yield* outcome('not thrown', sleep(5))
  task.cancel()
  task.cancel()
  trace(task.uncancel())
  yield* outcome('thrown', sleep(5))
})

export function* main() {
  yield* createTask(work())
}
