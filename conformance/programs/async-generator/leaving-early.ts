// Leaving the iteration before the end

import { asyncFor, asyncGenerator, emit } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const resource = asyncGenerator(function* resource() {
  try {
    for (let number = 0; number < 5; number++) yield* emit(number)
  } finally {
    trace('closed')
  }
})

export function* main() {
  const items = resource()
  yield* asyncFor(items, function* (item) {
    trace('item', item)
    return item !== 1
  })
  trace('left')
  yield* items.aclose()
}
