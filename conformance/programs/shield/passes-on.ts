// shield gives the result or the error of what it protects

import { coroutine, createTask, shield, sleep } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(fails: boolean) {
  yield* sleep(10)
  if (fails) throw new Boom('x')
  return 'value'
})

export function* main() {
  yield* outcome('result', shield(work(false)))
  yield* outcome('error', shield(work(true)))
  const done = createTask(work(false))
  yield* done
  trace((shield(done) as unknown) === done)
}
