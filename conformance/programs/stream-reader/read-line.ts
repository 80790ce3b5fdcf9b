// readline gives a line with its end, a part of one at the end of the stream, and drops one over the limit

import { getRunningLoop } from '@acoro/core'
import { StreamReader } from '@acoro/streams'
import { bytes, outcome, trace } from '../../harness/trace.ts'

export function* main() {
  const reader = new StreamReader({ limit: 8 })
  reader.feedData(bytes('one\ntwo'))
  trace(yield* reader.readLine())
  getRunningLoop().callLater(5, () => reader.feedData(bytes('\n')))
  trace(yield* reader.readLine())
  reader.feedData(bytes('a line too long\nnext\n'))
  yield* outcome('too long', reader.readLine())
  trace(yield* reader.readLine())
  reader.feedData(bytes('no end in sight'))
  yield* outcome('endless', reader.readLine())
  reader.feedData(bytes('rest'))
  reader.feedEof()
  trace(yield* reader.readLine(), yield* reader.readLine())
}
