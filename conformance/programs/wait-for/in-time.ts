// waitFor gives the result, or the error, of what ends in time

import { coroutine, sleep, waitFor } from '@acoro/core'
import { Boom, outcome } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
  return 'value'
})

const fail = coroutine(function* fail() {
  throw new Boom('x')
})

export function* main() {
  yield* outcome('in time', waitFor(work(10), 20))
  yield* outcome('no limit', waitFor(work(10), null))
  yield* outcome('failing', waitFor(fail(), 20))
  yield* sleep(100)
}
