// A task that swallows its cancellation ends with its result

import { coroutine, createTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    yield* sleep(100)
    return 'slept'
  } catch {
    return 'swallowed'
  }
})

export function* main() {
  const task = createTask(work())
  yield* sleep(10)
  task.cancel()
  yield* outcome('await', task)
  trace(task.cancelled(), task.cancelling())
}
