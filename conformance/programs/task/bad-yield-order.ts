// The error for a bad yield comes in the next iteration

import { getRunningLoop, type Suspension } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

function* bare(value: unknown): Generator<Suspension, unknown, any> {
  return yield value as Suspension
}

export function* main() {
  const loop = getRunningLoop()
  loop.callSoon(trace, 'callback')
  yield* outcome('bad', bare(5))
  loop.callSoon(trace, 'callback')
  yield* outcome('yielded future', bare(loop.createFuture()))
}
