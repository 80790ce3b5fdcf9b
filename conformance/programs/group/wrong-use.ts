// A group takes tasks between entry and end only, and is entered once

import { asyncWith, coroutine, TaskGroup } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('never')
})

export function* main() {
  const group = new TaskGroup()
  attempt('before', () => group.createTask(work()))
  yield* asyncWith(group, function* () {})
  attempt('after', () => group.createTask(work()))
  try {
    yield* asyncWith(group, function* () {
      trace('never')
    })
  } catch (error) {
    trace('again', error)
  }
}
