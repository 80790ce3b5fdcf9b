// A getter that was woken for an item still gets it when the queue shuts down

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { outcome } from '../../harness/trace.ts'

const consumer = coroutine(function* consumer(name: string, queue: Queue<string>) {
  yield* outcome(name, queue.get())
})

export function* main() {
  const queue = new Queue<string>()
  const tasks = [...'ab'].map((name) => createTask(consumer(name, queue)))
  yield* sleep(10)
  queue.putNowait('item')
  queue.shutdown()
  yield* gather(...tasks)
}
