// Cancelled from outside and expired in the same iteration, the body is cancelled, not late

import { coroutine, createTask, currentTask, getRunningLoop, sleep, timeout } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  let expired: () => boolean = () => false
  try {
    yield* timeout(20, function* (scope) {
      expired = () => scope.expired()
      yield* sleep(100)
    })
  } catch (error) {
    trace('work', error, expired(), currentTask()!.cancelling())
    throw error
  }
})

export function* main() {
  const loop = getRunningLoop()
  let task = createTask(work())
  loop.callAt(20, () => task.cancel('outside'))
  yield* outcome('cancel first', task)
  task = createTask(work())
  yield* sleep(0)
  loop.callAt(40, () => task.cancel('outside'))
  yield* outcome('timeout first', task)
}
