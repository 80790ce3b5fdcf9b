// waitFor and timeout run their body in the same task, so its variables stay

import { ContextVar, coroutine, gather, shield, sleep, timeout, waitFor } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const number = new ContextVar('number', { default: 0 })

const work = coroutine(function* work(value: number) {
  yield* sleep(1)
  number.set(value)
})

export function* main() {
  yield* waitFor(work(1), 10)
  trace(number.get())
  yield* timeout(10, function* () {
    yield* work(2)
  })
  trace(number.get())
  yield* gather(work(3))
  trace(number.get())
  yield* shield(work(4))
  trace(number.get())
}
