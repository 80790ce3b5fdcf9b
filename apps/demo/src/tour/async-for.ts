import { asyncFor, asyncGenerator, coroutine, emit, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const ticker = asyncGenerator(function* ticker(delay: number, count: number) {
  for (let n = 1; n <= count; n++) {
    yield* sleep(delay)
    yield* emit(n)
  }
})

const main = coroutine(function* main(print: Print) {
  yield* asyncFor(ticker(100, 3), function* (n) {
    print(`tick ${n}`)
  })
})

/** A generator that may wait between its items. */
export const asyncForProgram: TourProgram = {
  original: 'async for, and yield in an async def',
  about: 'asynchronous generators',
  async main(loop, print) {
    await loop.runUntilComplete(main(print))
  },
}
