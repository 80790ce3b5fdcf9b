// One iteration runs exactly the handles that were ready when it began, due timers behind the plain ones

import { getRunningLoop, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const say = (name: string) => trace(name)

export function* main() {
  const loop = getRunningLoop()
  loop.callSoon(() => {
    trace('nest')
    loop.callSoon(say, 'nested')
    loop.callSoon(say, 'nested again')
  })
  loop.callSoon(say, 'second')
  loop.callSoon(function fail() {
    throw new Boom('in a callback')
  })
  loop.callLater(-5, say, 'later -5')
  loop.callLater(0, say, 'later 0')
  yield* sleep(0)
  trace('main after one iteration')
  yield* sleep(0)
  trace('main after two iterations')
  yield* sleep(0)
  trace('main after three iterations')
}
