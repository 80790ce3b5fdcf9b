// A second cancel while the children clean up does not cut that short

import { coroutine, createTask, sleep, taskGroup } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    yield* sleep(100)
  } finally {
    yield* sleep(30)
    trace('clean')
  }
})

const parent = coroutine(function* parent() {
  yield* taskGroup(function* (group) {
    group.createTask(work())
  })
})

export function* main() {
  const task = createTask(parent())
  yield* sleep(10)
  task.cancel('one')
  yield* sleep(10)
  task.cancel('two')
  trace(task.cancelling())
  yield* outcome('task', task)
}
