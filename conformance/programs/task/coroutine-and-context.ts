// A task shows its coroutine and its context

import { Context, coroutine, createTask, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(1)
})

export function* main() {
  const coro = work()
  const task = createTask(coro)
  trace(task.coro === coro, task.getLoop() === getRunningLoop())
  const { context } = task
  trace(context instanceof Context, task.context === context)
  yield* task
  trace(task.coro === coro)
}
