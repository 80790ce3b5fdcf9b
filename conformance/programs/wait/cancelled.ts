// Cancelling who waits cancels none of those waited for

import { coroutine, createTask, sleep, type Task, wait } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
  trace('done', ms)
})

const waiting = coroutine(function* waiting(tasks: Task<void>[]) {
  yield* outcome('waiting', wait(tasks))
})

export function* main() {
  const tasks = [10, 30].map((ms) => createTask(work(ms)))
  const task = createTask(waiting(tasks))
  yield* sleep(20)
  task.cancel()
  yield* task
  trace(tasks.map((each) => each.done()))
  yield* sleep(20)
}
