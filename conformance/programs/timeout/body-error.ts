// An error of the body passes through

import { currentTask, sleep, timeout } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

export function* main() {
  try {
    yield* timeout(20, function* () {
      yield* sleep(10)
      throw new Boom('body')
    })
  } catch (error) {
    trace(error)
  }
  yield* sleep(50)
  trace('no timer left', currentTask()!.cancelling())
}
