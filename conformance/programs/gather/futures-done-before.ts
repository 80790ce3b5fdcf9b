// Where every future is done already, so is the gathering

import { gather, getRunningLoop } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const done = loop.createFuture<string>()
  done.setResult('value')
  const gathering = gather(done)
  trace(gathering.done())
  loop.callSoon(trace, 'callback')
  trace(yield* gathering)
}
