// A cancel from outside while a group aborts: the errors come out, and the cancellation stays due

import { coroutine, createTask, currentTask, sleep, taskGroup } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  yield* sleep(10)
  throw new Boom('child')
})

const slow = coroutine(function* slow() {
  try {
    yield* sleep(100)
  } finally {
    yield* sleep(30)
    trace('slow clean')
  }
})

const parent = coroutine(function* parent() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(fail())
      group.createTask(slow())
      yield* sleep(100)
    })
  } catch (error) {
    trace('parent', error, currentTask()!.cancelling())
  }
  yield* outcome('next wait', sleep(10))
})

export function* main() {
  const task = createTask(parent())
  yield* sleep(20)
  task.cancel('outside')
  yield* outcome('task', task)
  trace(task.cancelling())
}
