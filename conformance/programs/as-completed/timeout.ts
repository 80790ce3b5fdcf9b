// After the deadline every one that is left is a TimeoutError, and none is cancelled

import { asCompleted, coroutine, createTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
  return ms
})

export function* main() {
  const tasks = [10, 50, 60].map((ms) => createTask(work(ms)))
  for (const next of asCompleted(tasks, { timeout: 20 })) yield* outcome('next', next)
  trace(tasks.map((task) => task.done()))
  yield* sleep(50)
  trace(tasks.map((task) => task.cancelled()))
}
