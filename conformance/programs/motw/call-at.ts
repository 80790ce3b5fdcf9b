// asyncio_call_at: the same at instants of the loop's own clock

import { coroutine, sleep } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

function callback(number: number, loop: VirtualLoop) {
  trace('called', number, 'at', loop.time())
}

const job = coroutine(function* job(loop: VirtualLoop) {
  const now = loop.time()
  trace('the clock shows', now)
  loop.callAt(now + 200, callback, 1, loop)
  loop.callAt(now + 100, callback, 2, loop)
  loop.callSoon(callback, 3, loop)
  yield* sleep(1000)
})

export async function main(loop: VirtualLoop) {
  await loop.runUntilComplete(job(loop))
}
