// Cancelling who awaits the shield leaves the inner one running

import { coroutine, createTask, shield, sleep, type Task } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(30)
  trace('inner done')
  return 'value'
})

const waiting = coroutine(function* waiting(inner: Task<string>) {
  yield* outcome('waiting', shield(inner))
})

export function* main() {
  const inner = createTask(work())
  const task = createTask(waiting(inner))
  yield* sleep(10)
  task.cancel('only me')
  yield* task
  trace(inner.done(), inner.cancelling())
  trace(yield* inner)
}
