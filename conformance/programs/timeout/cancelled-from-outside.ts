// A cancellation from outside is none of the timeout's

import { coroutine, createTask, currentTask, sleep, timeout } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    yield* timeout(50, function* () {
      yield* sleep(100)
    })
  } catch (error) {
    trace('work', error, currentTask()!.cancelling())
    throw error
  }
})

export function* main() {
  const task = createTask(work())
  yield* sleep(10)
  task.cancel('outside')
  yield* outcome('task', task)
}
