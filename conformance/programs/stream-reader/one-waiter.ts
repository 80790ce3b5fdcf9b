// Only one task at a time may wait for a reader's data

import { createTask, sleep } from '@acoro/core'
import { StreamReader } from '@acoro/streams'
import { bytes, outcome, trace } from '../../harness/trace.ts'

export function* main() {
  const reader = new StreamReader()
  const first = createTask(outcome('first', reader.readLine()))
  yield* sleep(1)
  yield* outcome('second', reader.read(1))
  first.cancel()
  yield* first
  const third = createTask(outcome('third', reader.read(2)))
  yield* sleep(1)
  reader.feedData(bytes('abc'))
  yield* third
  trace(yield* reader.read(5))
}
