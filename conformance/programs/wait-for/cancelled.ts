// Cancelling who waits cancels what is waited for, and is not a timeout

import { coroutine, createTask, currentTask, sleep, waitFor } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    yield* sleep(100)
  } catch (error) {
    trace('work', error)
    throw error
  }
})

const waiting = coroutine(function* waiting() {
  yield* outcome('waiting', waitFor(work(), 50))
  trace(currentTask()!.cancelling())
})

export function* main() {
  const task = createTask(waiting())
  yield* sleep(10)
  task.cancel('from outside')
  yield* task
}
