// stop lets the iteration finish and keeps the rest for the next run

import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

export async function main(loop: VirtualLoop) {
  loop.callLater(10, () => {
    trace('stop')
    loop.stop()
    loop.callSoon(trace, 'next run')
  })
  loop.callLater(10, trace, 'same iteration')
  loop.callLater(11, trace, 'timer for the next run')
  await loop.runForever()
  trace('stopped', loop.isRunning(), loop.isClosed())
  loop.callLater(5, () => loop.stop())
  await loop.runForever()
  trace('stopped again')
}
