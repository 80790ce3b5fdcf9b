// A body that swallows the cancellation is not late after all

import { currentTask, sleep, timeout } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const scope = yield* timeout(10, function* (own) {
    try {
      yield* sleep(100)
    } catch {
      trace('swallowed', currentTask()!.cancelling())
    }
    yield* sleep(20)
    trace('goes on')
    return own
  })
  trace(scope.expired(), currentTask()!.cancelling())
}
