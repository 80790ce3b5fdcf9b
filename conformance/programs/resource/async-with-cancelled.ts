// A cancelled body still leaves its manager, which sees the CancelledError

import { asyncWith, coroutine, createTask, type Suspension, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

class Manager {
  *aenter(): Generator<Suspension, void, any> {
    trace('entered')
  }

  *aexit(error: unknown): Generator<Suspension, void, any> {
    yield* sleep(5)
    trace('left', error)
  }
}

const work = coroutine(function* work() {
  yield* asyncWith(new Manager(), function* () {
    yield* sleep(100)
  })
})

export function* main() {
  const task = createTask(work())
  yield* sleep(10)
  task.cancel('stop')
  yield* outcome('task', task)
}
