// A handler for every error sees a cancellation, too

import { coroutine, createTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const careless = coroutine(function* careless() {
  try {
    yield* sleep(10)
  } catch (error) {
    trace('caught', error)
  }
})

export function* main() {
  const task = createTask(careless())
  yield* sleep(1)
  task.cancel()
  yield* outcome('awaited', task)
}
