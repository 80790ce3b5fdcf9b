// A handler for every error but a cancellation

import { type Awaitable, coroutine, createTask, sleep, throwIfCancelled } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const careful = coroutine(function* careful(wait: Awaitable<unknown>) {
  try {
    yield* wait
  } catch (error) {
    throwIfCancelled(error)
    trace('caught', error)
  }
})

const fail = coroutine(function* fail() {
  yield* sleep(1)
  throw new Boom('mine')
})

export function* main() {
  yield* outcome('an error', careful(fail()))
  const task = createTask(careful(sleep(10)))
  yield* sleep(1)
  task.cancel()
  yield* outcome('a cancellation', task)
  trace(task.cancelled())
}
