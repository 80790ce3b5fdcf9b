// A cancelled future raises CancelledError from every door

import { getRunningLoop } from '@acoro/core'
import { attempt, Boom, outcome, trace } from '../../harness/trace.ts'

export function* main() {
  const future = getRunningLoop().createFuture<number>()
  attempt('cancel', () => future.cancel())
  attempt('cancel again', () => future.cancel())
  trace(future.done(), future.cancelled())
  attempt('result', () => future.result())
  attempt('exception', () => future.exception())
  attempt('setResult', () => future.setResult(1))
  attempt('setException', () => future.setException(new Boom('late')))
  yield* outcome('await', future)
}
