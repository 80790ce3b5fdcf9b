// anext and asend drive an async generator by hand

import { asyncGenerator, emit, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const echo = asyncGenerator(function* echo() {
  let received: unknown
  for (let number = 0; number < 3; number++) {
    received = yield* emit([number, received])
    yield* sleep(1)
  }
})

export function* main() {
  const items = echo()
  trace((yield* items.anext()).value)
  trace((yield* items.asend('a')).value)
  trace((yield* items.asend('b')).value)
  const last = yield* items.anext()
  trace(last.done ? 'exhausted' : last.value)
}
