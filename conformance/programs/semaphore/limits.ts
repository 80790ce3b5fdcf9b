// A semaphore lets in as many as it has permits, and the rest in order

import { coroutine, gather, sleep } from '@acoro/core'
import { Semaphore } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, semaphore: Semaphore) {
  {
    using _permit = yield* semaphore.acquire()
    trace(name, 'in', semaphore.locked())
    yield* sleep(10)
  }
  trace(name, 'out')
})

export function* main() {
  const semaphore = new Semaphore(2)
  trace(semaphore.locked())
  yield* gather(...[...'abcde'].map((name) => work(name, semaphore)))
  trace(semaphore.locked())
}
