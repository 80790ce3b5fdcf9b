import { coroutine, type EventLoop, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const register = coroutine(function* register(loop: EventLoop, print: Print) {
  const now = loop.time()
  const tell = (number: number): void => {
    print(`callback ${number} at ${Math.round(loop.time() - now)} ms`)
  }
  loop.callAt(now + 200, tell, 1)
  loop.callAt(now + 100, tell, 2)
  loop.callSoon(tell, 3)
  yield* sleep(400)
})

/** The loop has its own clock. It never goes back, and is not the time of day. */
export const callAt: TourProgram = {
  original: 'asyncio_call_at.py',
  about: "callbacks at an instant of the loop's clock",
  async main(loop, print) {
    await loop.runUntilComplete(register(loop, print))
  },
}
