import { asCompleted, coroutine, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const download = coroutine(function* download(name: string, ms: number) {
  yield* sleep(ms)
  return name
})

const main = coroutine(function* main(print: Print) {
  const delays = { France: 300, Japan: 100, Brazil: 400, Kenya: 200 }
  const jobs = Object.entries(delays).map(([name, ms]) => download(name, ms))
  let done = 0
  for (const next of asCompleted(jobs)) {
    const name = yield* next
    done++
    print(`[${'#'.repeat(5 * done).padEnd(5 * jobs.length, '.')}] ${done}/${jobs.length} ${name}`)
  }
})

/** Results in the order in which they are ready, for a progress bar. */
export const asCompletedProgram: TourProgram = {
  original: 'asyncio.as_completed() with a progress bar (flags2_asyncio.py)',
  about: 'take results as they come, and draw a progress bar',
  async main(loop, print) {
    await loop.runUntilComplete(main(print))
  },
}
