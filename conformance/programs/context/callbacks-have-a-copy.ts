// Callbacks run with the variables of the moment they were scheduled

import { ContextVar, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const number = new ContextVar('number', { default: 0 })

const showIt = (label: string) => {
  trace(label, number.get())
  number.set(99)
}

export function* main() {
  const loop = getRunningLoop()
  number.set(1)
  loop.callSoon(showIt, 'soon')
  number.set(2)
  loop.callLater(5, showIt, 'later')
  number.set(3)
  const future = loop.createFuture<void>()
  future.addDoneCallback(() => showIt('done'))
  number.set(4)
  future.setResult(undefined)
  yield* sleep(10)
  trace('main', number.get())
}
