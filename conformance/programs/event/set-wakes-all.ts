// set wakes everybody, in order, and who comes later does not wait

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Event } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, event: Event) {
  yield* event.wait()
  trace(name, true)
})

export function* main() {
  const event = new Event()
  trace(event.isSet())
  const tasks = [...'abc'].map((name) => createTask(waiter(name, event)))
  yield* sleep(10)
  event.set()
  event.set()
  trace('set', event.isSet())
  yield* gather(...tasks)
  yield* event.wait()
  trace('late', true)
  event.clear()
  trace(event.isSet())
}
