import { coroutine, type EventLoop, gather, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const nap = coroutine(function* nap(seconds: number, print: Print) {
  print(`waiting ${seconds}`)
  yield* sleep(1000 * seconds)
  return `done after ${seconds} s`
})

const main = coroutine(function* main(loop: EventLoop, print: Print) {
  const start = loop.time()
  for (const result of yield* gather([1, 2, 4].map((seconds) => nap(seconds, print)))) print(result)
  print(`TIME: ${((loop.time() - start) / 1000).toFixed(1)} s`)
})

/** Three sleeps of 1, 2 and 4 s at the same time take 4 s. */
export const gatherProgram: TourProgram = {
  original: 'asyncio.gather(*tasks), measured with time.time()',
  about: 'run several at the same time, and measure: 1 s, 2 s and 4 s take 4 s',
  async main(loop, print) {
    await loop.runUntilComplete(main(loop, print))
  },
}
