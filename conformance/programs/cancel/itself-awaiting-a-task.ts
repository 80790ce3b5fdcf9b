// A pending cancel is handed to the task that is awaited next

import { coroutine, createTask, currentTask, sleep, type Task } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const child = coroutine(function* child() {
  try {
    yield* sleep(100)
  } catch (error) {
    trace('child', currentTask()!.cancelling())
    throw error
  }
})

const work = coroutine(function* work(task: Task<void>) {
  currentTask()!.cancel()
  yield* outcome('work', task)
  trace(task.cancelled(), currentTask()!.cancelling())
})

export function* main() {
  const task = createTask(child())
  yield* sleep(1)
  yield* createTask(work(task))
}
