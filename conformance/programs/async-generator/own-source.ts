// Anything with anext can be iterated

import { asyncFor, type Suspension, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

class Countdown {
  #left: number

  constructor(start: number) {
    this.#left = start
  }

  *anext(): Generator<Suspension, IteratorResult<number, undefined>, any> {
    yield* sleep(1)
    if (this.#left === 0) return { done: true, value: undefined }
    this.#left--
    return { done: false, value: this.#left }
  }
}

export function* main() {
  yield* asyncFor(new Countdown(3), function* (number) {
    trace(number)
  })
  trace('over')
}
