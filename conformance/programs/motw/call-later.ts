// asyncio_call_later: the shorter delay comes first, call_soon before both

import { coroutine, sleep } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

function callback(number: number) {
  trace('called', number)
}

const job = coroutine(function* job(loop: VirtualLoop) {
  trace('registering')
  loop.callLater(200, callback, 1)
  loop.callLater(100, callback, 2)
  loop.callSoon(callback, 3)
  yield* sleep(400)
})

export async function main(loop: VirtualLoop) {
  await loop.runUntilComplete(job(loop))
}
