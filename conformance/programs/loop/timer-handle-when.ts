// A timer knows its deadline, and can be cancelled once and for all

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  yield* sleep(7)
  const timer = loop.callLater(30, trace, 'never')
  trace(timer.when(), timer.cancelled())
  timer.cancel()
  timer.cancel()
  trace(timer.when(), timer.cancelled())
  yield* sleep(50)
  const fired = loop.callLater(1, trace, 'fired')
  yield* sleep(2)
  trace(fired.cancelled(), fired.when())
}
