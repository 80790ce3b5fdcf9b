// join waits until every item was reported done

import { coroutine, createTask, type Suspension, sleep } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { attempt, trace } from '../../harness/trace.ts'

const worker = coroutine(function* worker(queue: Queue<number>): Generator<Suspension, void, any> {
  while (true) {
    const item = yield* queue.get()
    yield* sleep(item)
    trace('done', item)
    queue.taskDone()
  }
})

export function* main() {
  const queue = new Queue<number>()
  yield* queue.join()
  trace('nothing to do')
  for (const item of [10, 20, 5]) queue.putNowait(item)
  const workers = [createTask(worker(queue)), createTask(worker(queue))]
  yield* queue.join()
  trace('joined')
  for (const task of workers) task.cancel()
  attempt('once too often', () => queue.taskDone())
  try {
    queue.taskDone()
  } catch (error) {
    // The message names acoro's method.
    trace((error as Error).message.replace('taskDone', 'task_done'))
  }
}
