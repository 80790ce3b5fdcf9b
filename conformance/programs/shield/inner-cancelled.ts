// Cancelling the inner one cancels the shield

import { coroutine, createTask, currentTask, shield, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(30)
})

export function* main() {
  const inner = createTask(work())
  const outer = shield(inner)
  yield* sleep(10)
  inner.cancel()
  yield* outcome('outer', outer)
  trace(outer.cancelled(), inner.cancelled(), currentTask()!.cancelling())
}
