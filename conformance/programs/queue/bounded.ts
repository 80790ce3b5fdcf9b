// A full queue makes producers wait, in order

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const producer = coroutine(function* producer(name: string, queue: Queue<string>) {
  trace(name, 'puts')
  yield* queue.put(name)
  trace(name, 'has put')
})

export function* main() {
  const queue = new Queue<string>(2)
  const tasks = [...'abcd'].map((name) => createTask(producer(name, queue)))
  yield* sleep(10)
  trace(queue.full(), queue.qsize())
  for (let round = 0; round < 4; round++) {
    trace('got', yield* queue.get())
    yield* sleep(10)
  }
  yield* gather(...tasks)
}
