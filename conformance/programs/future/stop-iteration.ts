// What cannot be raised into a coroutine cannot be stored

import { getRunningLoop } from '@acoro/core'
import { Boom, outcome } from '../../harness/trace.ts'

export function* main() {
  const future = getRunningLoop().createFuture()
  future.setException(new Boom())
  yield* outcome('a class', future)
}
