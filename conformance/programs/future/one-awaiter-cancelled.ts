// Cancelling one who awaits a bare future cancels the future, and so all who await it

import { coroutine, createTask, type Future, gather, getRunningLoop, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, future: Future<string>) {
  yield* outcome(name, future)
})

export function* main() {
  const future = getRunningLoop().createFuture<string>()
  const tasks = [...'abc'].map((name) => createTask(waiter(name, future)))
  yield* sleep(10)
  trace(tasks[1]!.cancel())
  trace(future.cancelled())
  yield* gather(...tasks)
  trace(
    tasks.map((task) => task.cancelled()),
    tasks.map((task) => task.cancelling()),
  )
}
