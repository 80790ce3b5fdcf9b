// With returnExceptions errors and cancellations are results

import { coroutine, createTask, gather, getRunningLoop, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, ms: number) {
  yield* sleep(ms)
  return name
})

const fail = coroutine(function* fail(name: string, ms: number) {
  yield* sleep(ms)
  throw new Boom(name)
})

export function* main() {
  const gone = createTask(work('gone', 100))
  getRunningLoop().callLater(5, () => gone.cancel())
  trace(yield* gather([work('a', 30), fail('b', 10), gone, fail('c', 40)], { returnExceptions: true }))
}
