// An eager factory can make tasks of a class of one's own

import { coroutine, createEagerTaskFactory, createTask, getRunningLoop, sleep, Task } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

class Mine<T> extends Task<T> {}

const work = coroutine(function* work() {
  trace('runs at once')
  yield* sleep(1)
  return 'value'
})

export function* main() {
  getRunningLoop().setTaskFactory(createEagerTaskFactory(Mine))
  const task = createTask(work())
  trace(task instanceof Mine)
  trace(yield* task)
}
