// stop() before runForever() runs exactly one iteration

import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

export async function main(loop: VirtualLoop) {
  loop.callSoon(() => {
    trace('one')
    loop.callSoon(trace, 'two')
  })
  loop.callLater(10, trace, 'timer')
  loop.stop()
  await loop.runForever()
  trace('after one iteration')
  loop.stop()
  await loop.runForever()
  trace('after another')
}
