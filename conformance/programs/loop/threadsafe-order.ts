// callSoonThreadsafe joins the same queue

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  loop.callSoon(trace, 'one')
  loop.callSoonThreadsafe(trace, 'two')
  loop.callSoon(trace, 'three')
  loop.callSoonThreadsafe(trace, 'never').cancel()
  yield* sleep(0)
}
