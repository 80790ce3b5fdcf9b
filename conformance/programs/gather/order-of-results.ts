// Results come in the order of the arguments

import { coroutine, gather, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, ms: number) {
  yield* sleep(ms)
  trace(name)
  return name
})

export function* main() {
  trace(yield* gather(work('a', 30), work('b', 10), work('c', 20)))
  trace(yield* gather())
  trace(yield* gather(...[0, 1, 2, 3, 4].map((n) => work(String(n), n))))
}
