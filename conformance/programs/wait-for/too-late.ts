// What is late is cancelled, and its end waited for

import { coroutine, currentTask, sleep, waitFor } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    yield* sleep(100)
  } finally {
    trace('cleaning')
    yield* sleep(30)
    trace('clean')
  }
})

export function* main() {
  yield* outcome('late', waitFor(work(), 20))
  trace(currentTask()!.cancelling())
}
