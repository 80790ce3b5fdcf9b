// Timers of equal deadline run in order of registration

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  for (let number = 0; number < 8; number++) loop.callLater(10, trace, 'timer', number)
  yield* sleep(20)
}
