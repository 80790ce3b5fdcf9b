// An object of one's own can be awaited, and made a task of

import { type Awaitable, ensureFuture, gather, type Suspension, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

class Twice implements Awaitable<string> {
  readonly ms: number

  constructor(ms: number) {
    this.ms = ms
  }

  *[Symbol.iterator](): Generator<Suspension, string, any> {
    yield* sleep(this.ms)
    trace('half')
    yield* sleep(this.ms)
    return 'both'
  }
}

export function* main() {
  trace(yield* new Twice(10))
  const task = ensureFuture(new Twice(20))
  trace(yield* task, task.done())
  trace(yield* gather(new Twice(5), new Twice(7)))
}
