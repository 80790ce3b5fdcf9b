// A cancel finds a task in sleep(0) too

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    for (let step = 0; step < 5; step++) {
      trace('step', step)
      yield* sleep(0)
    }
  } catch (error) {
    trace('cancelled')
    throw error
  }
})

export function* main() {
  const task = createTask(work())
  yield* sleep(0)
  yield* sleep(0)
  trace(task.cancel())
  yield* wait([task])
  trace(task.cancelled())
}
