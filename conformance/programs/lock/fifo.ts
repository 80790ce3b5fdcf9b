// A lock is given to those who wait in the order they came

import { coroutine, gather, sleep } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, lock: Lock) {
  trace(name, 'asks')
  {
    using _held = yield* lock.acquire()
    trace(name, 'has it', lock.locked())
    yield* sleep(10)
  }
  trace(name, 'left')
})

export function* main() {
  const lock = new Lock()
  trace(lock.locked())
  yield* gather(...[...'abc'].map((name) => work(name, lock)))
  trace(lock.locked())
}
