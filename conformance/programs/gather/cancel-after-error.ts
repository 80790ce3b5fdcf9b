// After an error has come out, cancelling the gathering cancels nobody

import { coroutine, gather, sleep } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(50)
  trace('work goes on')
})

const fail = coroutine(function* fail() {
  throw new Boom('first')
})

export function* main() {
  const gathering = gather(work(), fail())
  yield* outcome('gathering', gathering)
  trace(gathering.cancel())
  yield* sleep(100)
}
