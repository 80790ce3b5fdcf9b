// Gatherings nest, and a cancel goes all the way down

import { coroutine, gather, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  try {
    yield* sleep(50)
    return name
  } finally {
    trace(name)
  }
})

export function* main() {
  trace(yield* gather(work('a'), gather(work('b'), work('c'))))
  const outer = gather(work('d'), gather(work('e'), work('f')))
  yield* sleep(10)
  trace(outer.cancel())
  yield* outcome('outer', outer)
}
