// Cancelling schedules the callbacks too

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const future = getRunningLoop().createFuture()
  future.addDoneCallback((f) => trace('callback', f.cancelled(), f.done()))
  trace(future.cancel(), future.cancel())
  trace('cancelled')
  yield* sleep(0)
}
