// A task has a name, its own or Task-N, and can be renamed

import { coroutine, createTask, currentTask } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  return currentTask()!.name
})

export function* main() {
  const one = createTask(work(), { name: 'one' })
  const other = createTask(work())
  trace(one.name, other.name.startsWith('Task-'))
  one.name = 'renamed'
  trace(yield* one, (yield* other) === other.name)
}
