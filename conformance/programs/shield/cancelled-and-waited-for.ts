// The usual pattern: on a cancel, wait for the protected work and then be cancelled

import { coroutine, createTask, shield, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const critical = coroutine(function* critical() {
  yield* sleep(30)
  trace('critical done')
})

const work = coroutine(function* work() {
  const inner = createTask(critical())
  try {
    yield* shield(inner)
  } catch (error) {
    trace('cancelled, waiting')
    yield* inner
    throw error
  }
})

export function* main() {
  const task = createTask(work())
  yield* sleep(10)
  task.cancel()
  yield* outcome('task', task)
}
