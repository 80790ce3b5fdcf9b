// read gives what is there, waits for the first byte, and reads to the end without a number

import { createTask, getRunningLoop, sleep } from '@acoro/core'
import { ConnectionResetError, StreamReader } from '@acoro/streams'
import { bytes, outcome, trace } from '../../harness/trace.ts'

export function* main() {
  const reader = new StreamReader()
  trace(yield* reader.read(0))
  getRunningLoop().callLater(10, () => reader.feedData(bytes('hello')))
  trace(yield* reader.read(3))
  trace(yield* reader.read(100))
  const whole = createTask(reader.read())
  for (const part of ['a', 'bc']) {
    yield* sleep(10)
    reader.feedData(bytes(part))
  }
  trace(whole.done())
  reader.feedEof()
  trace(yield* whole)
  trace(yield* reader.read(5), yield* reader.read(), reader.atEof())
  const failed = new StreamReader()
  failed.feedData(bytes('lost'))
  failed.setException(new ConnectionResetError())
  trace(failed.exception())
  yield* outcome('after an error', failed.read(1))
}
