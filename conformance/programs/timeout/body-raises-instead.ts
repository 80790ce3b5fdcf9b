// An error raised in place of the cancellation comes out as it is

import { currentTask, sleep, timeout } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

export function* main() {
  try {
    yield* timeout(10, function* () {
      try {
        yield* sleep(100)
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: this is what the program is about
        throw new Boom('instead')
      }
    })
  } catch (error) {
    trace(error, currentTask()!.cancelling())
  }
}
