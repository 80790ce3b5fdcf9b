// Those a barrier releases have a position each, in order of arrival

import { coroutine, gather } from '@acoro/core'
import { Barrier } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, barrier: Barrier) {
  trace(name, yield* barrier.wait())
})

export function* main() {
  const barrier = new Barrier(3)
  yield* gather(...[...'abc'].map((name) => work(name, barrier)))
}
