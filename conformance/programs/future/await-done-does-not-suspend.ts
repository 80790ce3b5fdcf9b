// Awaiting a future that is done gives its value without a turn of the loop

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const future = loop.createFuture<string>()
  future.setResult('value')
  loop.callSoon(trace, 'callback')
  trace(yield* future)
  trace(yield* future)
  yield* sleep(0)
}
