// In a task that is being cancelled already, a timeout still tells its own expiry apart

import { coroutine, createTask, currentTask, sleep, timeout } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    yield* sleep(100)
  } catch (cancelled) {
    trace('cancelled', currentTask()!.cancelling())
    try {
      yield* timeout(10, function* () {
        yield* sleep(100)
      })
    } catch (error) {
      trace('clean-up', error, currentTask()!.cancelling())
    }
    throw cancelled
  }
})

export function* main() {
  const task = createTask(work())
  yield* sleep(10)
  task.cancel()
  yield* outcome('task', task)
}
