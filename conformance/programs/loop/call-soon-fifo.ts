// callSoon is FIFO, passes its arguments, and never runs in the same iteration

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  for (let number = 0; number < 5; number++) loop.callSoon(trace, 'callback', number, 'of', 5)
  trace('scheduled')
  yield* sleep(0)
  trace('ran')
}
