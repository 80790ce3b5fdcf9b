// asyncio_coroutine_chain: one coroutine awaits two others in turn

import { coroutine } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

const first = coroutine(function* first() {
  trace('first step')
  return 'one'
})

const second = coroutine(function* second(given: string) {
  trace('second step, given', given)
  return `two, after ${given}`
})

const both = coroutine(function* both() {
  trace('starting')
  const one = yield* first()
  const two = yield* second(one)
  return [one, two]
})

export async function main(loop: VirtualLoop) {
  trace('came back:', await loop.runUntilComplete(both()))
}
