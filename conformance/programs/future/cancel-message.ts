// The message of cancel() is in the error that comes out

import { getRunningLoop } from '@acoro/core'
import { attempt, outcome } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const future = loop.createFuture()
  future.cancel('not needed')
  yield* outcome('await', future)
  const other = loop.createFuture()
  other.cancel('because')
  attempt('result', () => other.result())
}
