import { coroutine, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const first = coroutine(function* first() {
  yield* sleep(100)
  return 'one'
})

const second = coroutine(function* second(given: string) {
  yield* sleep(100)
  return `two, after ${given}`
})

const both = coroutine(function* both(print: Print) {
  print('waiting for the first')
  const one = yield* first()
  print('waiting for the second')
  return [one, yield* second(one)]
})

/** A coroutine awaits another one, at any depth. Each result returns to the line that waits. */
export const coroutineChain: TourProgram = {
  original: 'asyncio_coroutine_chain.py',
  about: 'nested coroutines: one awaits two others in turn',
  async main(loop, print) {
    print((await loop.runUntilComplete(both(print))).join(' / '))
  },
}
