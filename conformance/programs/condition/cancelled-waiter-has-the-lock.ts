// A cancelled waiter takes the lock again before the error comes out

import { coroutine, createTask, sleep } from '@acoro/core'
import { Condition } from '@acoro/sync'
import { outcome, trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(condition: Condition) {
  using _held = yield* condition.acquire()
  try {
    yield* condition.wait()
  } catch (error) {
    trace('cancelled', error, condition.locked())
    throw error
  }
})

export function* main() {
  const condition = new Condition()
  const task = createTask(waiter(condition))
  yield* sleep(10)
  yield* condition.acquire()
  task.cancel('stop')
  yield* sleep(10)
  trace('still held', task.done())
  condition.release()
  yield* outcome('task', task)
  trace(condition.locked())
}
