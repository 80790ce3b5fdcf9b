// A getter cancelled after it was woken wakes the next

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const consumer = coroutine(function* consumer(name: string, queue: Queue<string>) {
  try {
    trace(name, yield* queue.get())
  } catch (error) {
    trace(name, 'cancelled')
    throw error
  }
})

export function* main() {
  const queue = new Queue<string>()
  const tasks = [...'abc'].map((name) => createTask(consumer(name, queue)))
  yield* sleep(10)
  tasks[0]!.cancel()
  queue.putNowait('one')
  tasks[1]!.cancel()
  yield* wait(tasks)
  trace(queue.qsize())
}
