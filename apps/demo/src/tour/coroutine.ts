import { type Coroutine, coroutine } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const hello = coroutine(function* hello(print: Print) {
  print('inside the coroutine')
})

/** Calling a coroutine function runs nothing. Only the loop does. */
export const defineCoroutine: TourProgram = {
  original: 'asyncio_coroutine.py',
  about: 'define a coroutine, and let the loop run it',
  async main(loop, print) {
    const coro: Coroutine<void> = hello(print)
    print(`called: ${coro.functionName}, nothing ran yet`)
    await loop.runUntilComplete(coro)
    print('the loop came to its end')
  },
}
