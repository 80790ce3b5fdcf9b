// An eager task that awaits its creator waits until that is done

import { coroutine, createTask, currentTask, type Suspension, type Task } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(creator: Task<unknown>): Generator<Suspension, void, any> {
  trace('waits for', creator)
  trace('got', yield* creator)
})

const creator = coroutine(function* creator(tasks: Task<void>[]) {
  tasks.push(createTask(work(currentTask()!), { eager: true }))
  trace('creator goes on')
  return 'from the creator'
})

export function* main() {
  const tasks: Task<void>[] = []
  yield* createTask(creator(tasks), { name: 'creator' })
  yield* tasks[0]!
}
