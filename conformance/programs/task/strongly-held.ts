// A task that nobody keeps runs to its end

import { coroutine, createTask, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(10)
  trace('done')
})

export function* main() {
  createTask(work())
  yield* sleep(1)
  yield* sleep(20)
}
