// asyncio_coroutine: a loop runs one coroutine to its end

import { coroutine } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

const job = coroutine(function* job() {
  trace('inside the coroutine')
})

export async function main(loop: VirtualLoop) {
  const coro = job()
  trace('before the loop runs')
  await loop.runUntilComplete(coro)
  loop.close()
  trace('the loop is closed')
}
