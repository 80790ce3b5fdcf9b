// An error raised while being cancelled is what the task ends with

import { coroutine, createTask, sleep } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    yield* sleep(100)
  } finally {
    // biome-ignore lint/correctness/noUnsafeFinally: this is what the program is about
    throw new Boom('in finally')
  }
})

export function* main() {
  const task = createTask(work())
  yield* sleep(10)
  task.cancel()
  yield* outcome('await', task)
  trace(task.cancelled(), task.exception())
}
