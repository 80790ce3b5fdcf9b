// An eager task runs inside createTask until it first suspends

import { coroutine, createTask, eagerTaskFactory, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  trace(name, 'starts')
  yield* sleep(0)
  trace(name, 'ends')
})

export function* main() {
  getRunningLoop().setTaskFactory(eagerTaskFactory)
  const one = createTask(work('one'))
  trace('created one', one.done())
  const two = createTask(work('two'))
  trace('created two', two.done())
  yield* one
  yield* two
}
