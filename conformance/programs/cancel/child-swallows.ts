// A child that swallows the cancellation gives its result to the parent, which then is not cancelled

import { coroutine, createTask, sleep, type Task } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const child = coroutine(function* child() {
  try {
    yield* sleep(100)
  } catch {
    trace('child swallows')
  }
  return 'child'
})

const parent = coroutine(function* parent(task: Task<string>) {
  trace('parent got', yield* task)
  yield* sleep(1)
  return 'parent'
})

export function* main() {
  const task = createTask(child())
  const waiting = createTask(parent(task))
  yield* sleep(10)
  waiting.cancel()
  yield* outcome('await', waiting)
  trace(waiting.cancelling(), task.cancelling())
}
