// A handle shows the context its callback will run in

import { ContextVar, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const number = new ContextVar('number', { default: 0 })

export function* main() {
  number.set(1)
  const handle = getRunningLoop().callSoon(trace, 'callback')
  number.set(2)
  const context = handle.getContext()
  trace(
    context.get(number),
    context.run(() => number.get()),
    number.get(),
  )
  yield* sleep(0)
}
