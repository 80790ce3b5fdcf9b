// A coroutine that somebody awaits cannot be awaited by another

import { type Awaitable, coroutine, gather, sleep } from '@acoro/core'
import { outcome } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(10)
  return 'done'
})

const waiter = coroutine(function* waiter(name: string, coro: Awaitable<string>) {
  yield* outcome(name, coro)
})

export function* main() {
  const coro = work()
  yield* gather(waiter('first', coro), waiter('second', coro))
}
