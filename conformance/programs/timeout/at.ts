// timeoutAt takes an instant of the loop's clock

import { getRunningLoop, sleep, timeoutAt } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  yield* sleep(5)
  try {
    yield* timeoutAt(loop.time() + 20, function* (scope) {
      trace(scope.when())
      yield* sleep(100)
    })
  } catch (error) {
    trace(error)
  }
  try {
    yield* timeoutAt(loop.time() - 20, function* () {
      yield* sleep(100)
    })
  } catch (error) {
    trace(error)
  }
  yield* timeoutAt(null, function* () {
    yield* sleep(100)
  })
}
