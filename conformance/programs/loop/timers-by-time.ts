// Timers run by deadline, whatever the order of registration

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const start = loop.time()
  for (const delay of [30, 10, 50, 20, 40]) {
    loop.callLater(delay, trace, 'later', delay)
    loop.callAt(start + delay + 5, trace, 'at', delay + 5)
  }
  yield* sleep(100)
}
