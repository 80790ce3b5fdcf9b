// An immediate shutdown drops the items and lets join go

import { coroutine, createTask, sleep } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { attempt, trace } from '../../harness/trace.ts'

const joiner = coroutine(function* joiner(queue: Queue<number>) {
  yield* queue.join()
  trace('joined')
})

export function* main() {
  const queue = new Queue<number>()
  for (let item = 0; item < 3; item++) queue.putNowait(item)
  trace(queue.getNowait())
  const task = createTask(joiner(queue))
  yield* sleep(10)
  queue.shutdown(true)
  trace(queue.qsize(), queue.empty())
  attempt('getNowait', () => queue.getNowait())
  yield* sleep(10)
  trace(task.done())
  queue.taskDone()
  yield* task
}
