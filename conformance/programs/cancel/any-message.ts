// The message of a cancel may be anything

import { createTask, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const task = createTask(sleep(10))
  yield* sleep(0)
  task.cancel(5 as never)
  try {
    yield* task
  } catch (error) {
    trace((error as Error).message)
  }
}
