// A cancel after the awaited future was set, before the task woke, is thrown at the wait

import { coroutine, createTask, type Future, getRunningLoop, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(future: Future<string>) {
  try {
    trace('got', yield* future)
  } catch (error) {
    trace('cancelled', future.done(), future.cancelled())
    throw error
  }
})

export function* main() {
  const future = getRunningLoop().createFuture<string>()
  const task = createTask(work(future))
  yield* sleep(10)
  future.setResult('value')
  trace(task.cancel(), task.cancelling())
  yield* outcome('await', task)
  trace(future.result())
}
