// A group prints its tasks, errors and state

import { asyncWith, coroutine, sleep, TaskGroup } from '@acoro/core'
import { form, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(10)
})

export function* main() {
  const group = new TaskGroup()
  trace(form(group))
  yield* asyncWith(group, function* () {
    trace(form(group))
    group.createTask(work())
    group.createTask(work())
    trace(form(group))
  })
}
