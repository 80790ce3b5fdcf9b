// athrow raises at the generator's emit, which may go on

import { asyncGenerator, emit, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const stubborn = asyncGenerator(function* stubborn() {
  while (true) {
    try {
      yield* emit('item')
    } catch (error) {
      if (!(error instanceof Boom)) throw error
      trace('inside', error)
      yield* sleep(1)
      yield* emit('after the error')
    }
  }
})

export function* main() {
  const items = stubborn()
  trace((yield* items.anext()).value)
  trace((yield* items.athrow(new Boom('thrown in'))).value)
  trace((yield* items.anext()).value)
  try {
    yield* items.athrow(new RangeError('passes'))
  } catch (error) {
    trace(error)
  }
  const last = yield* items.anext()
  trace(last.done ? 'exhausted' : last.value)
}
