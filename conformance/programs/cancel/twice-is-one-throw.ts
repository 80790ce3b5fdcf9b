// Two cancels before the step are one throw, but both are counted

import { coroutine, createTask, currentTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  for (let round = 0; round < 2; round++) {
    try {
      yield* sleep(100)
    } catch (error) {
      trace('caught', error, currentTask()!.cancelling())
    }
  }
  return 'end'
})

export function* main() {
  const task = createTask(work())
  yield* sleep(10)
  trace(task.cancel('one'), task.cancel('two'), task.cancelling())
  yield* outcome('await', task)
  trace(task.cancelled(), task.cancelling())
}
