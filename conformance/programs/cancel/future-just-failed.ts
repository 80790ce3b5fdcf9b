// A cancel after the awaited future failed wins over its error

import { coroutine, createTask, type Future, getRunningLoop, sleep } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(future: Future<string>) {
  yield* outcome('work', future)
})

export function* main() {
  const future = getRunningLoop().createFuture<string>()
  const task = createTask(work(future))
  yield* sleep(10)
  future.setException(new Boom('lost'))
  task.cancel('wins')
  yield* task
  trace(future.exception())
}
