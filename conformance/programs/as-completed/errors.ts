// Errors and cancellations come out in their turn

import { asCompleted, coroutine, createTask, getRunningLoop, sleep } from '@acoro/core'
import { Boom, outcome } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number, fails = false) {
  yield* sleep(ms)
  if (fails) throw new Boom(String(ms))
  return ms
})

export function* main() {
  const gone = createTask(work(100))
  getRunningLoop().callLater(15, () => gone.cancel())
  for (const next of asCompleted([work(30), work(10, true), gone, work(20)])) yield* outcome('next', next)
}
