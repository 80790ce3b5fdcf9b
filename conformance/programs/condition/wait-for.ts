// waitFor waits until the predicate holds, and gives what it gave

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Condition } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, condition: Condition, box: number[], limit: number) {
  using _held = yield* condition.acquire()
  trace(name, yield* condition.waitFor(() => box.length >= limit && box.length))
})

export function* main() {
  const condition = new Condition()
  const box: number[] = []
  const tasks = [createTask(waiter('three', condition, box, 3)), createTask(waiter('one', condition, box, 1))]
  for (let item = 0; item < 4; item++) {
    yield* sleep(10)
    using _held = yield* condition.acquire()
    box.push(item)
    condition.notifyAll()
  }
  yield* gather(...tasks)
  using _held = yield* condition.acquire()
  trace(yield* condition.waitFor(() => 'at once'))
}
