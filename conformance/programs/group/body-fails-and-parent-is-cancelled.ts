// A cancel from outside while a group whose body failed waits for its children: the errors come out, the cancellation stays due

import { coroutine, createTask, currentTask, sleep, taskGroup } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const slow = coroutine(function* slow() {
  try {
    yield* sleep(100)
  } finally {
    yield* sleep(20)
    trace('child clean')
  }
})

const parent = coroutine(function* parent() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(slow())
      yield* sleep(5)
      throw new Boom('body')
    })
  } catch (error) {
    trace('parent', error, currentTask()!.cancelling())
  }
  yield* outcome('next wait', sleep(10))
})

export function* main() {
  const task = createTask(parent())
  yield* sleep(10)
  task.cancel('outside')
  yield* outcome('task', task)
  trace(task.cancelling())
}
