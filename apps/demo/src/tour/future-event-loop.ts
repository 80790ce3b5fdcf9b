import type { Future } from '@acoro/core'
import type { TourProgram } from './program.ts'

/** The loop runs until a future is done, wherever its result comes from. */
export const futureEventLoop: TourProgram = {
  original: 'asyncio_future_event_loop.py',
  about: 'the loop waits for a future',
  async main(loop, print) {
    const future: Future<string> = loop.createFuture<string>()
    loop.callSoon(() => {
      print(`setting the result of a future that is ${future.state}`)
      future.setResult('the result')
    })
    print(`the loop gave ${await loop.runUntilComplete(future)}`)
    print(`the future is ${future.state} and holds ${future.result()}`)
  },
}
