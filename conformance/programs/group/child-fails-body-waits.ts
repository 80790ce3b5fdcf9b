// A failing child interrupts the body where it waits

import { coroutine, currentTask, sleep, taskGroup } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  yield* sleep(10)
  throw new Boom('child')
})

export function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(fail())
      try {
        yield* sleep(100)
      } catch (error) {
        trace('body', error, currentTask()!.cancelling())
        throw error
      }
    })
  } catch (error) {
    trace(error, currentTask()!.cancelling())
  }
  yield* sleep(5)
  trace('main goes on')
}
