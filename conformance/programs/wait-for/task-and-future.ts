// A task or future that is late is cancelled too

import { coroutine, createTask, getRunningLoop, shield, sleep, waitFor } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(100)
})

export function* main() {
  const task = createTask(work())
  const future = getRunningLoop().createFuture()
  yield* outcome('task', waitFor(task, 10))
  yield* outcome('future', waitFor(future, 10))
  trace(task.cancelled(), future.cancelled())
  const kept = createTask(work())
  yield* outcome('shielded', waitFor(shield(kept), 10))
  trace(kept.done())
}
