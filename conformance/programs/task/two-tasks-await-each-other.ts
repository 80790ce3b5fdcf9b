// Two tasks that await one another are a deadlock

import { coroutine, createTask, type Suspension, type Task, wait } from '@acoro/core'

const work = coroutine(function* work(tasks: Task<void>[], index: number): Generator<Suspension, void, any> {
  yield* tasks[1 - index]!
})

export function* main() {
  const tasks: Task<void>[] = []
  tasks.push(createTask(work(tasks, 0)))
  tasks.push(createTask(work(tasks, 1)))
  yield* wait(tasks)
}
