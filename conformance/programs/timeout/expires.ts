// A body that is late is cancelled, and that becomes a TimeoutError at the scope

import { currentTask, sleep, timeout } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  try {
    yield* timeout(20, function* (scope) {
      try {
        yield* sleep(100)
      } catch (error) {
        trace('inside', error, currentTask()!.cancelling(), scope.expired())
        throw error
      } finally {
        kept = scope
      }
    })
  } catch (error) {
    trace('outside', error, currentTask()!.cancelling(), kept?.expired())
  }
}

let kept: { expired(): boolean } | undefined
