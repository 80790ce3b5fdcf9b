// All who await one future are woken in the order they came

import { coroutine, createTask, type Future, gather, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, future: Future<string>) {
  trace(name, 'waits')
  trace(name, yield* future)
})

export function* main() {
  const future = getRunningLoop().createFuture<string>()
  const tasks = [...'abc'].map((name) => createTask(waiter(name, future)))
  yield* sleep(10)
  future.setResult('go')
  trace('set')
  yield* gather(...tasks)
}
