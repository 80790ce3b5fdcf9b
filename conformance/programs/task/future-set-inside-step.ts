// A future set in the same step it is awaited in does not suspend

import { coroutine, createTask, type Future, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const setter = coroutine(function* setter(future: Future<string>) {
  trace('setter')
  future.setResult('set')
})

export function* main() {
  const loop = getRunningLoop()
  const future = loop.createFuture<string>()
  createTask(setter(future))
  loop.callSoon(trace, 'behind the setter')
  trace(yield* future)
  const again = loop.createFuture<string>()
  loop.callSoon(trace, 'not before')
  yield* setter(again)
  trace(yield* again)
  yield* sleep(0)
}
