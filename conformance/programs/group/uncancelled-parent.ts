// A group in a task that has swallowed a cancel earlier keeps the count

import { coroutine, createTask, currentTask, sleep, taskGroup } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  yield* sleep(10)
  throw new Boom('child')
})

const parent = coroutine(function* parent() {
  yield* outcome('first', sleep(100))
  trace(currentTask()!.cancelling())
  try {
    yield* taskGroup(function* (group) {
      group.createTask(fail())
      yield* sleep(100)
    })
  } catch (error) {
    trace(error, currentTask()!.cancelling())
  }
  yield* outcome('after', sleep(5))
})

export function* main() {
  const task = createTask(parent())
  yield* sleep(1)
  task.cancel('earlier')
  yield* outcome('task', task)
  trace(task.cancelling())
}
