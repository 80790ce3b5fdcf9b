// ensureFuture gives a future back as it is and makes a task of a coroutine

import { type Awaitable, coroutine, createTask, ensureFuture, getRunningLoop, Task } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('work')
  return 'done'
})

export function* main() {
  const future = getRunningLoop().createFuture()
  trace(ensureFuture(future) === future)
  const task = createTask(work())
  trace(ensureFuture(task) === task)
  const other = ensureFuture(work())
  trace(other instanceof Task)
  trace(yield* task, yield* other)
  attempt('a number', () => ensureFuture(5 as unknown as Awaitable<number>))
  attempt('a function', () => ensureFuture(work as unknown as Awaitable<string>))
}
