// A future takes one result, once

import { getRunningLoop } from '@acoro/core'
import { attempt, Boom, trace } from '../../harness/trace.ts'

export function* main() {
  const future = getRunningLoop().createFuture<string>()
  future.setResult('value')
  trace(future.done(), future.cancelled(), future.result(), future.exception())
  attempt('setResult', () => future.setResult('other'))
  attempt('setException', () => future.setException(new Boom('late')))
  attempt('cancel', () => future.cancel())
  trace(future.result(), yield* future, yield* future)
}
