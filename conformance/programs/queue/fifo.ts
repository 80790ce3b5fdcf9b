// Items come out in the order they went in, to those who wait in the order they came

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const consumer = coroutine(function* consumer(name: string, queue: Queue<number>) {
  trace(name, yield* queue.get())
})

export function* main() {
  const queue = new Queue<number>()
  trace(queue.empty(), queue.full(), queue.qsize(), queue.maxsize)
  const tasks = [...'abc'].map((name) => createTask(consumer(name, queue)))
  yield* sleep(10)
  for (const item of [1, 2, 3, 4]) queue.putNowait(item)
  trace(queue.qsize())
  yield* gather(...tasks)
  trace(queue.qsize(), queue.getNowait(), queue.empty())
}
