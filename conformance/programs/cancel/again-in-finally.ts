// A second cancel interrupts the waiting finally block

import { coroutine, createTask, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    yield* sleep(100)
  } finally {
    try {
      yield* sleep(20)
      trace('never')
    } finally {
      trace('interrupted')
    }
  }
})

export function* main() {
  const task = createTask(work())
  yield* sleep(10)
  task.cancel('one')
  yield* sleep(5)
  task.cancel('two')
  yield* outcome('await', task)
  trace(task.cancelling())
}
