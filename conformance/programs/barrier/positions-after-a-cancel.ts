// The positions are a permutation also where a waiter left before

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { Barrier } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(barrier: Barrier, positions: number[]) {
  positions.push(yield* barrier.wait())
})

export function* main() {
  const barrier = new Barrier(3)
  const positions: number[] = []
  const tasks = [createTask(work(barrier, positions)), createTask(work(barrier, positions))]
  yield* sleep(10)
  tasks[0]!.cancel()
  yield* sleep(10)
  tasks.push(createTask(work(barrier, positions)), createTask(work(barrier, positions)))
  yield* wait(tasks)
  trace(positions.sort())
}
