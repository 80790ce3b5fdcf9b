// Results come in the order of completion

import { asCompleted, coroutine, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
  return ms
})

export function* main() {
  for (const next of asCompleted([30, 10, 20].map((ms) => work(ms)))) trace(yield* next)
}
