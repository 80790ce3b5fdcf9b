// A task prints state, name, coroutine, what it waits for and its callbacks

import { coroutine, createTask, sleep } from '@acoro/core'
import { form, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(10)
  return 'value'
})

function tell() {}

export function* main() {
  const task = createTask(work(), { name: 'worker' })
  yield* sleep(0)
  trace(form(task))
  task.addDoneCallback(tell)
  trace(form(task))
  yield* task
  trace(form(task))
}
