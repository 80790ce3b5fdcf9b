import { coroutine, type Future, partial } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

function callback(print: Print, number: number, future: Future<string>): void {
  print(`callback ${number}: the future holds ${future.result()}`)
}

const work = coroutine(function* work(future: Future<string>, print: Print) {
  future.addDoneCallback(partial(callback, print, 1))
  future.addDoneCallback(partial(callback, print, 2))
  print('setting the result')
  future.setResult('the result')
})

/** The callbacks receive the future. The loop runs them in order. */
export const futureCallback: TourProgram = {
  original: 'asyncio_future_callback.py',
  about: 'bind callbacks to a future',
  async main(loop, print) {
    await loop.runUntilComplete(work(loop.createFuture<string>(), print))
  },
}
