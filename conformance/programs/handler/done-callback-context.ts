// An error in a done callback is reported like that of any callback

import { getRunningLoop, sleep } from '@acoro/core'
import { Boom, form, trace } from '../../harness/trace.ts'

function fail() {
  throw new Boom('in a done callback')
}

export function* main() {
  const loop = getRunningLoop()
  loop.setExceptionHandler((_owner, context) => trace(Object.keys(context).sort(), form(context.message)))
  const future = loop.createFuture<void>()
  future.addDoneCallback(fail)
  future.setResult(undefined)
  yield* sleep(0)
  yield* sleep(0)
}
