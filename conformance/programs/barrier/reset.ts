// reset raises in those who wait, and the barrier works again

import { coroutine, createTask, gather, type Suspension, sleep } from '@acoro/core'
import { Barrier } from '@acoro/sync'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, barrier: Barrier) {
  yield* outcome(name, waited(barrier))
})

function* waited(barrier: Barrier): Generator<Suspension, string, any> {
  yield* barrier.wait()
  return 'released'
}

export function* main() {
  const barrier = new Barrier(3)
  const tasks = [...'ab'].map((name) => createTask(work(name, barrier)))
  yield* sleep(10)
  yield* barrier.reset()
  yield* gather(...tasks)
  trace(barrier.broken, barrier.nWaiting)
  yield* gather(...[...'cde'].map((name) => work(name, barrier)))
}
