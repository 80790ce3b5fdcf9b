// A task cannot await itself

import { coroutine, createTask, currentTask, type Suspension } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(): Generator<Suspension, string, any> {
  yield* outcome('itself', currentTask()!)
  return 'goes on'
})

export function* main() {
  trace(yield* createTask(work()))
}
