// A cancelled waiter leaves, the others are woken

import { coroutine, createTask, gather, type Suspension, sleep } from '@acoro/core'
import { Event } from '@acoro/sync'
import { outcome } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, event: Event) {
  yield* outcome(name, waited(event))
})

function* waited(event: Event): Generator<Suspension, boolean, any> {
  yield* event.wait()
  return true
}

export function* main() {
  const event = new Event()
  const tasks = [...'abc'].map((name) => createTask(waiter(name, event)))
  yield* sleep(10)
  tasks[1]!.cancel()
  yield* sleep(10)
  event.set()
  yield* gather(...tasks)
}
