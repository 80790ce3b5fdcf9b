// A child that raises CancelledError itself counts as cancelled

import { CancelledError, coroutine, sleep, type Task, taskGroup } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  throw new CancelledError('by hand')
})

export function* main() {
  let task: Task<void> | undefined
  yield* taskGroup(function* (group) {
    task = group.createTask(work())
    yield* sleep(10)
    trace('body goes on')
  })
  trace(task?.cancelled())
}
