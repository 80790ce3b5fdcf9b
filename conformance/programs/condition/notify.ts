// notify wakes as many as it says, in order, once the lock is free

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Condition } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, condition: Condition) {
  using _held = yield* condition.acquire()
  trace(name, 'waits')
  yield* condition.wait()
  trace(name, 'woken', condition.locked())
})

export function* main() {
  const condition = new Condition()
  const tasks = [...'abcd'].map((name) => createTask(waiter(name, condition)))
  yield* sleep(10)
  {
    using _held = yield* condition.acquire()
    condition.notify()
    trace('one')
  }
  yield* sleep(10)
  {
    using _held = yield* condition.acquire()
    condition.notify(2)
    trace('two')
    yield* sleep(5)
    trace('lock free')
  }
  yield* sleep(10)
  {
    using _held = yield* condition.acquire()
    condition.notifyAll()
    condition.notifyAll()
  }
  yield* gather(...tasks)
}
