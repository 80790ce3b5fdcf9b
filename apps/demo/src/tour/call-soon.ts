import { coroutine, type EventLoop, partial, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

function callback(print: Print, word: string, number: number): void {
  print(`called with ${number}, ${word}`)
}

const register = coroutine(function* register(loop: EventLoop, print: Print) {
  print('registering')
  loop.callSoon(callback, print, 'positional', 1)
  const handle = loop.callSoon(partial(callback, print, 'partial'), 2)
  loop.callSoon(callback, print, 'never', 3).cancel()
  print(`nothing was called yet; cancelled: ${handle.cancelled()}`)
  yield* sleep(100)
})

/** Callbacks run in the next iteration of the loop, in order, with their arguments. */
export const callSoon: TourProgram = {
  original: 'asyncio_call_soon.py',
  about: 'callbacks that run as soon as the loop has its turn; functools.partial',
  async main(loop, print) {
    await loop.runUntilComplete(register(loop, print))
  },
}
