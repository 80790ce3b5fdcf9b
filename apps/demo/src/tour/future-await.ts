import { coroutine, type EventLoop, type Future } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

function markDone(future: Future<string>, print: Print): void {
  print('setting the result')
  future.setResult('the result')
}

const work = coroutine(function* work(loop: EventLoop, print: Print) {
  const future = loop.createFuture<string>()
  loop.callLater(100, markDone, future, print)
  print('awaiting the future')
  print(`it gave ${yield* future}`)
})

/** A coroutine awaits a future like another coroutine. */
export const futureAwait: TourProgram = {
  original: 'asyncio_future_await.py',
  about: 'a coroutine awaits a future',
  async main(loop, print) {
    await loop.runUntilComplete(work(loop, print))
  },
}
