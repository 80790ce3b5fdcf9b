// A coroutine can be awaited once

import { coroutine, sleep } from '@acoro/core'
import { outcome } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(1)
  return 'done'
})

export function* main() {
  const coro = work()
  yield* outcome('first', coro)
  yield* outcome('second', coro)
}
