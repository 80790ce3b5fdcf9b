// A putter cancelled after it was woken leaves its place to the next, and its item out

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const producer = coroutine(function* producer(name: string, queue: Queue<string>) {
  try {
    yield* queue.put(name)
    trace(name, 'has put')
  } catch (error) {
    trace(name, 'cancelled')
    throw error
  }
})

export function* main() {
  const queue = new Queue<string>(1)
  queue.putNowait('first')
  const tasks = [...'ab'].map((name) => createTask(producer(name, queue)))
  yield* sleep(10)
  trace(queue.getNowait())
  tasks[0]!.cancel()
  yield* wait(tasks)
  trace(queue.getNowait(), queue.qsize())
}
