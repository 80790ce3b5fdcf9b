// A callback that is already scheduled cannot be removed any more

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const future = getRunningLoop().createFuture<void>()
  const tell = () => trace('called')
  future.addDoneCallback(tell)
  trace(future.removeDoneCallback(tell))
  future.addDoneCallback(tell)
  future.setResult(undefined)
  trace(future.removeDoneCallback(tell))
  yield* sleep(0)
  trace(future.removeDoneCallback(tell))
}
