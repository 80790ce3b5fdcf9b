// gather, shield and ensure_future use the loop that was set, before it runs

import { coroutine, ensureFuture, gather, setEventLoop, shield, sleep } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  yield* sleep(1)
  return name
})

export async function main(loop: VirtualLoop) {
  setEventLoop(loop)
  try {
    const task = ensureFuture(work('one'))
    const future = gather(task, work('two'), shield(work('three')))
    trace(future.getLoop() === loop)
    return await loop.runUntilComplete(future)
  } finally {
    setEventLoop(null)
  }
}
