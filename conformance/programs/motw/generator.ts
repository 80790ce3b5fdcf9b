// asyncio_generator: the same chain with plain generators in place of coroutines

import type { Suspension } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

function* first(): Generator<Suspension, string, any> {
  trace('first step')
  yield
  return 'one'
}

function* second(given: string): Generator<Suspension, string, any> {
  trace('second step, given', given)
  yield
  return `two, after ${given}`
}

function* both(): Generator<Suspension, string[], any> {
  trace('starting')
  const one = yield* first()
  const two = yield* second(one)
  return [one, two]
}

export async function main(loop: VirtualLoop) {
  trace('came back:', await loop.runUntilComplete(both()))
}
