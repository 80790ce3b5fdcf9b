// A running task has no result yet

import { coroutine, createTask, sleep } from '@acoro/core'
import { attempt } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(5)
})

export function* main() {
  const task = createTask(work())
  attempt('result', () => task.result())
  attempt('exception', () => task.exception())
  yield* sleep(1)
  attempt('result', () => task.result())
  yield* task
  attempt('result', () => task.result())
  attempt('exception', () => task.exception())
}
