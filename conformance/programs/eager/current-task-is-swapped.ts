// While an eager task starts it is the current task; then its creator is again

import { coroutine, createTask, currentTask, eagerTaskFactory, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('inside', currentTask())
  yield* sleep(0)
  trace('later', currentTask())
})

export function* main() {
  getRunningLoop().setTaskFactory(eagerTaskFactory)
  currentTask()!.name = 'main'
  const task = createTask(work(), { name: 'eager' })
  trace('outside', currentTask())
  yield* task
  trace('outside', currentTask())
}
