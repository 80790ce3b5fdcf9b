// readuntil reads to the first of its separators, and loses nothing where it fails

import { getRunningLoop } from '@acoro/core'
import { IncompleteReadError, LimitOverrunError, StreamReader } from '@acoro/streams'
import { bytes, late, outcome, trace } from '../../harness/trace.ts'

export function* main() {
  const reader = new StreamReader({ limit: 8 })
  reader.feedData(bytes('a;b,c'))
  trace(yield* reader.readUntil([',', ';']), yield* reader.readUntil([',', ';']))
  getRunningLoop().callLater(5, () => reader.feedData(bytes('\r')))
  getRunningLoop().callLater(9, () => reader.feedData(bytes('\nd')))
  trace(yield* reader.readUntil('\r\n'))
  yield* outcome(
    'no separator',
    late(() => reader.readUntil('')),
  )
  yield* outcome(
    'no separators',
    late(() => reader.readUntil([])),
  )
  reader.feedData(bytes('0123456789;rest'))
  try {
    yield* reader.readUntil(';')
  } catch (error) {
    if (error instanceof LimitOverrunError) trace(error, error.consumed)
  }
  trace(yield* reader.readExactly(12))
  reader.feedEof()
  try {
    yield* reader.readUntil(';')
  } catch (error) {
    if (error instanceof IncompleteReadError) trace(error, error.partial, error.expected)
  }
}
