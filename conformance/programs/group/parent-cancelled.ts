// Cancelling the parent cancels the children and comes out as a cancellation

import { coroutine, createTask, currentTask, sleep, taskGroup } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  try {
    yield* sleep(100)
  } finally {
    trace(name)
  }
})

const parent = coroutine(function* parent() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(work('a'))
      group.createTask(work('b'))
    })
  } catch (error) {
    trace('parent', error, currentTask()!.cancelling())
    throw error
  }
})

export function* main() {
  const task = createTask(parent())
  yield* sleep(10)
  task.cancel('outside')
  yield* outcome('task', task)
}
