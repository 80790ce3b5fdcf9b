// asyncio_coroutine_return: what a coroutine returns goes to who runs it

import { coroutine } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

const job = coroutine(function* job() {
  trace('inside the coroutine')
  return 'what it returns'
})

export async function main(loop: VirtualLoop) {
  trace('came back:', await loop.runUntilComplete(job()))
  loop.close()
}
