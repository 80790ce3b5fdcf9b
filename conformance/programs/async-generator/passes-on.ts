// A generator over a generator, each waiting in its own way

import { asyncFor, asyncGenerator, emit, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const numbers = asyncGenerator(function* numbers() {
  for (let number = 0; number < 3; number++) {
    yield* sleep(10)
    yield* emit(number)
  }
})

const doubled = asyncGenerator(function* doubled(source: ReturnType<typeof numbers>) {
  while (true) {
    const item = yield* source.anext()
    if (item.done) return
    yield* sleep(1)
    yield* emit(item.value * 2)
  }
})

export function* main() {
  yield* asyncFor(doubled(numbers()), function* (number) {
    trace(number)
  })
}
