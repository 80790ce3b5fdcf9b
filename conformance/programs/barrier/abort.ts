// abort breaks the barrier for those who wait and those who come

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Barrier } from '@acoro/sync'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, barrier: Barrier) {
  yield* outcome(name, barrier.wait())
})

export function* main() {
  const barrier = new Barrier(3)
  const tasks = [...'ab'].map((name) => createTask(work(name, barrier)))
  yield* sleep(10)
  yield* barrier.abort()
  trace(barrier.broken)
  yield* gather(...tasks)
  yield* outcome('late', barrier.wait())
  yield* barrier.reset()
  trace(barrier.broken, barrier.nWaiting)
}
