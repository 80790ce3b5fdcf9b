// The first error comes out at once, and the others go on

import { coroutine, gather, sleep } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, ms: number) {
  yield* sleep(ms)
  trace(name)
  return name
})

const fail = coroutine(function* fail(name: string, ms: number) {
  yield* sleep(ms)
  throw new Boom(name)
})

export function* main() {
  yield* outcome('gather', gather(work('a', 30), fail('b', 10), fail('c', 20)))
  yield* sleep(50)
  trace('end')
}
