// A task that raises CancelledError itself ends cancelled

import { CancelledError, coroutine, createTask } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  throw new CancelledError('by hand')
})

export function* main() {
  const task = createTask(work())
  yield* outcome('await', task)
  trace(task.cancelled(), task.cancelling())
}
