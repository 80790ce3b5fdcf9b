import { coroutine } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const work = coroutine(function* work(print: Print) {
  print('inside the coroutine')
  return 'the result'
})

/** `runUntilComplete` returns what the coroutine returns. */
export const coroutineReturn: TourProgram = {
  original: 'asyncio_coroutine_return.py',
  about: 'the result of a coroutine',
  async main(loop, print) {
    print(`it returned ${await loop.runUntilComplete(work(print))}`)
  },
}
