// A queue holds anything, futures too: work is handed over with the promise of its result

import {
  coroutine,
  createTask,
  type Future,
  gather,
  getRunningLoop,
  type Suspension,
  sleep,
} from '@acoro/core'
import { Queue } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

type Request = [number: number, answer: Future<number>]

const worker = coroutine(function* worker(queue: Queue<Request>): Generator<Suspension, void, any> {
  while (true) {
    const [number, future] = yield* queue.get()
    yield* sleep(10)
    future.setResult(number * number)
  }
})

const ask = coroutine(function* ask(queue: Queue<Request>, number: number) {
  const future = getRunningLoop().createFuture<number>()
  yield* queue.put([number, future])
  return yield* future
})

export function* main() {
  const queue = new Queue<Request>()
  const task = createTask(worker(queue))
  trace(yield* gather(...[0, 1, 2, 3].map((number) => ask(queue, number))))
  task.cancel()
}
