// Timers whose deadline has passed run in one iteration, by deadline

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const start = loop.time()
  yield* sleep(50)
  loop.callAt(start + 30, trace, 'at 30')
  loop.callAt(start + 10, trace, 'at 10')
  loop.callAt(start + 20, trace, 'at 20')
  loop.callSoon(trace, 'soon')
  yield* sleep(0)
  trace('one iteration later')
}
