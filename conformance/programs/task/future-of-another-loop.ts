// A future of another loop cannot be awaited

import { EventLoop } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

export function* main() {
  const other = new EventLoop()
  const future = other.createFuture()
  yield* outcome('foreign', future)
  trace('still here')
  other.close()
}
