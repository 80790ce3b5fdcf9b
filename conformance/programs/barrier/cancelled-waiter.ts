// A cancelled waiter leaves, and the barrier is not broken

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
  const barrier = new Barrier(2)
  const first = createTask(work('first', barrier))
  yield* sleep(10)
  trace(barrier.nWaiting)
  first.cancel()
  yield* first
  trace(barrier.nWaiting, barrier.broken)
  yield* gather(work('second', barrier), work('third', barrier))
}
