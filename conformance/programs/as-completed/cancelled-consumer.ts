// Cancelling the consumer loses no result for the next

import { type Awaitable, asCompleted, coroutine, createTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
  return ms
})

const take = coroutine(function* take(next: Awaitable<number>) {
  yield* outcome('take', next)
})

export function* main() {
  const nexts = asCompleted([work(10), work(20)])[Symbol.iterator]()
  const task = createTask(take(nexts.next().value!))
  yield* sleep(5)
  task.cancel()
  yield* task
  trace(yield* nexts.next().value!)
}
