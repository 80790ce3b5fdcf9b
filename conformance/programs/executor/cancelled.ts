// Cancelling what waits for an executor does not undo what has run

import { coroutine, type Future, getRunningLoop, InlineExecutor, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

function work() {
  trace('runs')
  return 'value'
}

const waiting = coroutine(function* waiting(future: Future<string>) {
  yield* outcome('waiting', future)
})

export function* main() {
  const loop = getRunningLoop()
  const future = loop.runInExecutor(new InlineExecutor(loop), work)
  yield* sleep(5)
  trace(future.done(), future.cancel())
  yield* waiting(future)
}
