// A done callback can be given the context it runs in

import { ContextVar, copyContext, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const number = new ContextVar('number', { default: 0 })

export function* main() {
  const future = getRunningLoop().createFuture<void>()
  number.set(1)
  const context = copyContext()
  context.run(() => number.set(2))
  future.addDoneCallback(() => trace('given', number.get()), { context })
  future.addDoneCallback(() => trace('copied', number.get()))
  number.set(3)
  future.setResult(undefined)
  yield* sleep(0)
  trace('main', number.get())
}
