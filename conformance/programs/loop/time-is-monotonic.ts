// Time stands still while code runs, and moves only where everything waits

import { gather, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  trace(loop.time())
  yield* sleep(0)
  trace(loop.time())
  yield* sleep(12)
  trace(loop.time())
  yield* gather(sleep(30), sleep(10), sleep(20))
  trace(loop.time())
}
