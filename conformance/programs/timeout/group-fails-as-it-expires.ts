// A group whose child fails while the timeout expires reports the child's error

import { coroutine, currentTask, sleep, taskGroup, timeout } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  try {
    yield* sleep(100)
  } finally {
    // biome-ignore lint/correctness/noUnsafeFinally: this is what the program is about
    throw new Boom('in clean-up')
  }
})

export function* main() {
  let expired: () => boolean = () => false
  try {
    yield* timeout(10, function* (scope) {
      expired = () => scope.expired()
      yield* taskGroup(function* (group) {
        group.createTask(fail())
      })
    })
  } catch (error) {
    trace(error, expired(), currentTask()!.cancelling())
  }
}
