// Two producers and two consumers over a small queue

import { coroutine, createTask, gather, type Suspension, sleep } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const producer = coroutine(function* producer(name: string, queue: Queue<string>, pause: number) {
  for (let number = 0; number < 3; number++) {
    yield* queue.put(`${name}${number}`)
    trace(name, 'put', number)
    yield* sleep(pause)
  }
})

const consumer = coroutine(function* consumer(
  name: string,
  queue: Queue<string>,
  pause: number,
): Generator<Suspension, void, any> {
  while (true) {
    const item = yield* queue.get()
    trace(name, 'got', item)
    yield* sleep(pause)
    queue.taskDone()
  }
})

export function* main() {
  const queue = new Queue<string>(1)
  const consumers = [createTask(consumer('x', queue, 7)), createTask(consumer('y', queue, 11))]
  yield* gather(producer('a', queue, 1), producer('b', queue, 2))
  yield* queue.join()
  for (const task of consumers) task.cancel()
  trace('joined')
}
