// readexactly gives all or fails with what there was

import { getRunningLoop } from '@acoro/core'
import { IncompleteReadError, StreamReader } from '@acoro/streams'
import { bytes, outcome, trace } from '../../harness/trace.ts'

export function* main() {
  const reader = new StreamReader()
  yield* outcome('none', reader.readExactly(0))
  getRunningLoop().callLater(5, () => reader.feedData(bytes('abc')))
  getRunningLoop().callLater(9, () => reader.feedData(bytes('defg')))
  trace(yield* reader.readExactly(4))
  reader.feedEof()
  try {
    yield* reader.readExactly(5)
  } catch (error) {
    if (error instanceof IncompleteReadError) trace(error, error.partial, error.expected)
  }
  trace(yield* reader.read())
  try {
    yield* reader.readExactly(-1)
  } catch (error) {
    trace(error)
  }
}
