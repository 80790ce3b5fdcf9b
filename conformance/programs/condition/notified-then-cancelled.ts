// A waiter that is notified and then cancelled passes the notification on

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { Condition } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, condition: Condition) {
  using _held = yield* condition.acquire()
  try {
    yield* condition.wait()
    trace(name, 'woken')
  } catch (error) {
    trace(name, 'cancelled')
    throw error
  }
})

export function* main() {
  const condition = new Condition()
  const tasks = [...'ab'].map((name) => createTask(waiter(name, condition)))
  yield* sleep(10)
  {
    using _held = yield* condition.acquire()
    condition.notify()
    tasks[0]!.cancel()
  }
  yield* wait(tasks)
}
