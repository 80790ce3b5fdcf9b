import { asCompleted, coroutine, type EventLoop, sleep } from '@acoro/core'
import { workerFunction } from '@acoro/executors'
import { Semaphore } from '@acoro/sync'
import { checksum } from './checksum.ts'
import type { Print, TourProgram } from './program.ts'

const save = workerFunction(new URL('./checksum.ts', import.meta.url), checksum)

const downloadOne = coroutine(function* downloadOne(name: string, limit: Semaphore, loop: EventLoop) {
  const start = loop.time()
  let image: string
  {
    using _permit = yield* limit.acquire()
    yield* sleep(100)
    image = name.repeat(1000)
  }
  const ms = 100 * Math.floor((loop.time() - start) / 100)
  return `${name} was there after ${ms} ms, saved as ${yield* loop.runInExecutor(null, save, image)}`
})

const main = coroutine(function* main(loop: EventLoop, print: Print) {
  const limit = new Semaphore(2)
  const names = ['BR', 'CN', 'FR', 'IN', 'JP']
  for (const next of asCompleted(names.map((name) => downloadOne(name, limit, loop)))) {
    print(yield* next)
  }
})

/** At most two downloads at a time. Blocking work goes to a worker thread. */
export const downloads: TourProgram = {
  original: 'asyncio.Semaphore and loop.run_in_executor() (flags2_asyncio_executor.py)',
  about: 'downloads bounded by a semaphore, saved in an executor',
  async main(loop, print) {
    await loop.runUntilComplete(main(loop, print))
  },
}
