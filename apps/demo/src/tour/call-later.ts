import { coroutine, type EventLoop, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

function callback(print: Print, delay: string): void {
  print(`called ${delay}`)
}

const register = coroutine(function* register(loop: EventLoop, print: Print) {
  print('registering')
  loop.callLater(200, callback, print, 'after 200 ms')
  loop.callLater(100, callback, print, 'after 100 ms')
  loop.callSoon(callback, print, 'soon')
  yield* sleep(400)
})

/** Timers fire in the order of their times, not in the order of the calls. */
export const callLater: TourProgram = {
  original: 'asyncio_call_later.py',
  about: 'callbacks after a delay',
  async main(loop, print) {
    await loop.runUntilComplete(register(loop, print))
  },
}
