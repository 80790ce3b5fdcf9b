// A task cancelled before its first step never runs its body

import { coroutine, createTask } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('never')
})

export function* main() {
  const task = createTask(work())
  trace(task.cancel(), task.done())
  yield* outcome('await', task)
  trace(task.cancelled())
}
