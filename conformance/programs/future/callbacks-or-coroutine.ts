// A chain of callbacks and a coroutine do the same in the same turns; only the coroutine reads from top to bottom

import { coroutine, createTask, type Future, getRunningLoop } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

function step(name: string): Future<string> {
  const future = getRunningLoop().createFuture<string>()
  getRunningLoop().callLater(10, () => future.setResult(name))
  return future
}

function byCallbacks(done: Future<string>): void {
  step('one').addDoneCallback((first) => {
    trace('callbacks', first.result())
    step('two').addDoneCallback((second) => {
      trace('callbacks', second.result())
      done.setResult('callbacks')
    })
  })
}

const byCoroutine = coroutine(function* byCoroutine() {
  trace('coroutine', yield* step('one'))
  trace('coroutine', yield* step('two'))
  return 'coroutine'
})

export function* main() {
  const done = getRunningLoop().createFuture<string>()
  byCallbacks(done)
  const task = createTask(byCoroutine())
  trace(yield* done, yield* task)
}
