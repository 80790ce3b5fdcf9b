// asyncio_future_event_loop: the loop runs until a future has its result

import type { Future } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

function markDone(future: Future<string>, result: string) {
  trace('setting', result)
  future.setResult(result)
}

export async function main(loop: VirtualLoop) {
  const future = loop.createFuture<string>()
  loop.callSoon(markDone, future, 'the result')
  trace('the loop gives', await loop.runUntilComplete(future))
  loop.close()
  trace('the future holds', future.result())
}
