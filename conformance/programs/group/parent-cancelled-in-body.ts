// Cancelling the parent in the body reaches body and children

import { coroutine, createTask, sleep, taskGroup } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  try {
    yield* sleep(100)
  } finally {
    trace(name)
  }
})

const parent = coroutine(function* parent() {
  yield* taskGroup(function* (group) {
    group.createTask(work('child'))
    yield* work('body')
  })
})

export function* main() {
  const task = createTask(parent())
  yield* sleep(10)
  task.cancel('outside')
  yield* outcome('task', task)
}
