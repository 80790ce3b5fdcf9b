// A cancelled handle does not run, cancelling is idempotent, a run handle is not cancelled

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const first = loop.callSoon(trace, 'first')
  const second = loop.callSoon(trace, 'second')
  trace(first.cancelled(), second.cancelled())
  trace(second.cancel(), second.cancel(), second.cancelled())
  yield* sleep(0)
  trace(first.cancelled(), second.cancelled())
  first.cancel()
  trace(first.cancelled())
}
