// A barrier lets all go when the last one comes, again and again

import { coroutine, gather, sleep } from '@acoro/core'
import { Barrier } from '@acoro/sync'
import { attempt, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, delay: number, barrier: Barrier, positions: number[]) {
  yield* sleep(delay)
  trace(name, 'waits', barrier.nWaiting)
  positions.push(yield* barrier.wait())
  trace(name, 'goes')
})

export function* main() {
  const barrier = new Barrier(3)
  trace(barrier.parties, barrier.nWaiting, barrier.broken)
  for (let round = 0; round < 2; round++) {
    const positions: number[] = []
    yield* gather(
      work('a', 5, barrier, positions),
      work('b', 10, barrier, positions),
      work('c', 20, barrier, positions),
    )
    trace(positions.sort(), barrier.nWaiting)
  }
  attempt('no parties', () => new Barrier(0))
}
