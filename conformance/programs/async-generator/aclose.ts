// aclose runs the finally blocks, which may wait; closing again does nothing

import { asyncGenerator, emit, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const resource = asyncGenerator(function* resource() {
  try {
    yield* emit('item')
    trace('never')
  } finally {
    yield* sleep(10)
    trace('closed')
  }
})

export function* main() {
  const items = resource()
  trace((yield* items.anext()).value)
  yield* items.aclose()
  yield* items.aclose()
  const last = yield* items.anext()
  trace(last.done ? 'exhausted' : last.value)
  const fresh = resource()
  yield* fresh.aclose()
  trace('a generator that never started')
}
