// Done callbacks are never called at once, but in order of registration in the next iteration

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const future = loop.createFuture<string>()
  future.addDoneCallback((f) => trace('one', f.result()))
  future.addDoneCallback((f) => trace('two', f === future))
  loop.callSoon(trace, 'before')
  future.setResult('value')
  loop.callSoon(trace, 'after')
  future.addDoneCallback(() => trace('late'))
  trace('set')
  yield* sleep(0)
  trace('end of iteration')
}
