// When every child is done there is nothing left to cancel

import { gather, getRunningLoop } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const futures = [loop.createFuture<string>(), loop.createFuture<string>()]
  const gathering = gather(...futures)
  for (const future of futures) future.setResult('x')
  trace(gathering.done(), gathering.cancel())
  trace(yield* gathering, gathering.cancel())
}
