// A failed future raises the same error each time it is asked

import { getRunningLoop } from '@acoro/core'
import { attempt, Boom, trace } from '../../harness/trace.ts'

export function* main() {
  const future = getRunningLoop().createFuture<number>()
  const error = new Boom('stored')
  future.setException(error)
  trace(future.done(), future.cancelled(), future.exception() === error)
  attempt('result', () => future.result())
  for (let round = 0; round < 2; round++) {
    try {
      yield* future
    } catch (caught) {
      trace(caught === error)
    }
  }
  attempt('setResult', () => future.setResult(1))
  attempt('cancel', () => future.cancel())
}
