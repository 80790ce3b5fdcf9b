// A task's result cannot be set from outside

import { coroutine, createTask, sleep } from '@acoro/core'
import { attempt, Boom, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(10)
  return 'mine'
})

export function* main() {
  const task = createTask(work())
  attempt('setResult', () => task.setResult('theirs'))
  attempt('setException', () => task.setException(new Boom('theirs')))
  trace(yield* task)
}
