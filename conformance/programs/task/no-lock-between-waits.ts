// Between two waits nobody else runs, so plain variables need no lock; across a wait they do

import { coroutine, gather, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const counts = { safe: 0, unsafe: 0 }

const work = coroutine(function* work() {
  for (let round = 0; round < 10; round++) {
    counts.safe = counts.safe + 1
    const seen = counts.unsafe
    yield* sleep(0)
    counts.unsafe = seen + 1
  }
})

export function* main() {
  counts.safe = counts.unsafe = 0
  yield* gather(...[0, 1, 2, 3, 4].map(() => work()))
  trace(counts.safe, counts.unsafe)
}
