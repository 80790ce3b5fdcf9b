// Hundreds of cancelled timers change nothing for those that are left

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const timers = Array.from({ length: 400 }, (_, index) =>
    loop.callLater(1000 - index, trace, 'timer', index),
  )
  for (const [index, timer] of timers.entries()) if (index % 100) timer.cancel()
  yield* sleep(2000)
}
