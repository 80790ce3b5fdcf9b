// A pending cancel does not fire where nothing suspends

import { coroutine, createTask, currentTask, type Future, getRunningLoop } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(done: Future<string>) {
  currentTask()!.cancel('later')
  trace('done future', yield* done)
  yield* outcome('pending future', getRunningLoop().createFuture())
})

export function* main() {
  const done = getRunningLoop().createFuture<string>()
  done.setResult('value')
  yield* createTask(work(done))
}
