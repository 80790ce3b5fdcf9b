// Tasks take turns at each wait, one at a time

import { coroutine, gather, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, steps: number) {
  for (let step = 0; step < steps; step++) {
    trace(name, step)
    yield* sleep(0)
  }
})

export function* main() {
  yield* gather(work('a', 3), work('b', 1), work('c', 2))
}
