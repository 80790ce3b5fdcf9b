// The message of a task's cancellation reaches everybody who awaits the task

import { coroutine, createTask, sleep, type Task, wait } from '@acoro/core'
import { outcome } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(100)
})

const waiter = coroutine(function* waiter(name: string, task: Task<void>) {
  yield* outcome(name, task)
})

export function* main() {
  const task = createTask(work())
  const waiters = ['first', 'second', 'third'].map((name) => createTask(waiter(name, task)))
  yield* sleep(10)
  task.cancel('enough')
  yield* wait(waiters)
}
