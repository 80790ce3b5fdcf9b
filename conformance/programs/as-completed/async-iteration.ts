// Iterated asynchronously it gives the very tasks, done

import { asCompleted, asyncFor, coroutine, createTask, sleep, type Task } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
  return ms
})

export function* main() {
  const tasks = [30, 10, 20].map((ms) => createTask(work(ms), { name: `task ${ms}` }))
  yield* asyncFor(asCompleted(tasks), function* (task) {
    trace(task, tasks.includes(task as Task<number>), task.done(), yield* task)
  })
}
