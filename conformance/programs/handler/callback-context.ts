// An error in a callback comes with message, exception and handle, and the loop goes on

import { getRunningLoop, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

function fail() {
  throw new Boom('in a callback')
}

export function* main() {
  const loop = getRunningLoop()
  let handle: unknown
  loop.setExceptionHandler((owner, context) =>
    trace(owner === loop, Object.keys(context).sort(), context.exception, context.handle === handle),
  )
  handle = loop.callSoon(fail)
  loop.callSoon(trace, 'next callback')
  yield* sleep(0)
  handle = loop.callLater(5, fail)
  yield* sleep(10)
}
