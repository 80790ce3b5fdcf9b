// The handler runs in the context of the callback that failed

import { ContextVar, getRunningLoop, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const number = new ContextVar('number', { default: 0 })

function fail() {
  number.set(2)
  throw new Boom('in a callback')
}

export function* main() {
  const loop = getRunningLoop()
  loop.setExceptionHandler(() => trace('handler', number.get()))
  number.set(1)
  loop.callSoon(fail)
  yield* sleep(0)
  trace('main', number.get())
}
