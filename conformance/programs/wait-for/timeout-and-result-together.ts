// A deadline in the same iteration as the result wins, whichever timer is first

import { coroutine, createTask, type Future, getRunningLoop, sleep, waitFor } from '@acoro/core'
import { outcome } from '../../harness/trace.ts'

const work = coroutine(function* work(future: Future<string>) {
  return yield* future
})

const waiting = coroutine(function* waiting(future: Future<string>) {
  return yield* waitFor(future, 10)
})

export function* main() {
  const loop = getRunningLoop()
  const future = loop.createFuture<string>()
  loop.callLater(10, () => future.setResult('first'))
  yield* outcome('result first', waitFor(work(future), 10))
  const other = loop.createFuture<string>()
  const task = createTask(waiting(other))
  yield* sleep(0)
  loop.callLater(10, () => {
    if (!other.done()) other.setResult('second')
  })
  yield* outcome('deadline first', task)
}
