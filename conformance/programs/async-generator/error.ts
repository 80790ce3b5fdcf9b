// An error of the generator reaches the loop over it, and ends the generator

import { asyncFor, asyncGenerator, emit, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const failing = asyncGenerator(function* failing() {
  yield* emit(1)
  yield* sleep(1)
  throw new Boom('in the generator')
})

export function* main() {
  const items = failing()
  try {
    yield* asyncFor(items, function* (item) {
      trace(item)
    })
  } catch (error) {
    trace(error)
  }
  const last = yield* items.anext()
  trace(last.done ? 'exhausted' : last.value)
}
