// A reader is iterated by line, knows its end, and takes no data after it

import { asyncFor, getRunningLoop } from '@acoro/core'
import { StreamReader } from '@acoro/streams'
import { bytes, trace } from '../../harness/trace.ts'

export function* main() {
  const reader = new StreamReader()
  reader.feedData(bytes('one\ntwo\nthr'))
  getRunningLoop().callLater(5, () => reader.feedData(bytes('ee')))
  getRunningLoop().callLater(6, () => reader.feedEof())
  yield* asyncFor(reader, function* (line) {
    trace(line, reader.atEof())
  })
  trace(reader.atEof(), reader.exception())
  try {
    reader.feedData(bytes('late'))
  } catch {
    trace('refused')
  }
}
