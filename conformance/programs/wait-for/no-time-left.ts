// Without time left only what is done already gives its result; a body is not started

import { coroutine, getRunningLoop, waitFor } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('never')
})

export function* main() {
  const loop = getRunningLoop()
  const done = loop.createFuture<string>()
  done.setResult('done')
  const pending = loop.createFuture()
  for (const limit of [0, -1]) {
    yield* outcome('done', waitFor(done, limit))
    yield* outcome('coroutine', waitFor(work(), limit))
  }
  yield* outcome('pending', waitFor(pending, 0))
  trace(pending.cancelled())
}
