// A deadline that has passed does not swallow the cancellation that was asked for before

import { coroutine, createTask, currentTask, sleep, timeout } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  currentTask()!.cancel('earlier')
  yield* timeout(0, function* () {
    yield* sleep(10)
  })
})

export function* main() {
  const task = createTask(work())
  yield* outcome('work', task)
  trace(task.cancelled(), task.cancelling())
}
