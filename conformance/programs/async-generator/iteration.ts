// An async generator waits between its items and is lazy

import { asyncFor, asyncGenerator, emit, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const count = asyncGenerator(function* count(limit: number) {
  trace('starts')
  for (let number = 0; number < limit; number++) {
    yield* sleep(10)
    yield* emit(number)
  }
  trace('ends')
})

export function* main() {
  const items = count(3)
  trace('made')
  yield* asyncFor(items, function* (number) {
    trace('item', number)
  })
  trace('done')
}
