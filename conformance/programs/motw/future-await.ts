// asyncio_future_await: a coroutine awaits the future

import { coroutine, type Future } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

function markDone(future: Future<string>, result: string) {
  trace('setting', result)
  future.setResult(result)
}

const job = coroutine(function* job(loop: VirtualLoop) {
  const future = loop.createFuture<string>()
  loop.callSoon(markDone, future, 'the result')
  trace('awaited', yield* future)
})

export async function main(loop: VirtualLoop) {
  await loop.runUntilComplete(job(loop))
}
