// A loop makes pending futures of its own

import { getRunningLoop, isFuture } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const future = loop.createFuture<string>()
  trace(future.getLoop() === loop, future.done(), future.cancelled(), isFuture(future))
  loop.callLater(5, () => future.setResult('value'))
  trace(yield* future)
}
