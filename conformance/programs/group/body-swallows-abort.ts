// A body that swallows the group's cancellation ends normally, and the errors come out

import { coroutine, currentTask, sleep, taskGroup } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  yield* sleep(10)
  throw new Boom('child')
})

export function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(fail())
      yield* outcome('body', sleep(100))
      yield* sleep(20)
      trace('body goes on', currentTask()!.cancelling())
    })
  } catch (error) {
    trace(error, currentTask()!.cancelling())
  }
}
