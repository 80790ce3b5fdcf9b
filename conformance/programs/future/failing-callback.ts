// A callback that fails goes to the exception handler and hinders no other

import { getRunningLoop, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

function fail() {
  throw new Boom('callback')
}

export function* main() {
  const future = getRunningLoop().createFuture<string>()
  future.addDoneCallback(() => trace('first'))
  future.addDoneCallback(fail)
  future.addDoneCallback(() => trace('third'))
  future.setResult('value')
  trace(yield* future)
  yield* sleep(0)
}
