// set followed at once by clear wakes those who waited all the same

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Event } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const waiter = coroutine(function* waiter(name: string, event: Event) {
  yield* event.wait()
  trace(name, event.isSet())
})

export function* main() {
  const event = new Event()
  const tasks = [...'ab'].map((name) => createTask(waiter(name, event)))
  yield* sleep(10)
  event.set()
  event.clear()
  const late = createTask(waiter('late', event))
  yield* gather(...tasks)
  yield* sleep(10)
  trace(late.done())
  event.set()
  yield* late
}
