// asyncio_call_soon: callbacks with positional and with named arguments

import { coroutine, sleep } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

function callback(number: number, options: { word?: string } = {}) {
  trace('called with', number, options.word ?? 'default')
}

const job = coroutine(function* job(loop: VirtualLoop) {
  trace('registering')
  loop.callSoon(callback, 1)
  loop.callSoon(callback, 2, { word: 'named' })
  yield* sleep(100)
})

export async function main(loop: VirtualLoop) {
  trace('entering')
  await loop.runUntilComplete(job(loop))
  trace('closing')
  loop.close()
}
