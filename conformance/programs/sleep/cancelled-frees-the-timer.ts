// A cancelled sleep leaves no timer behind

import { coroutine, createTask, getRunningLoop, sleep } from '@acoro/core'
import { outcome } from '../../harness/trace.ts'

const nap = coroutine(function* nap() {
  yield* sleep(1000)
})

export function* main() {
  const task = createTask(nap())
  yield* sleep(10)
  task.cancel()
  yield* outcome('sleep', task)
  yield* getRunningLoop().createFuture()
}
