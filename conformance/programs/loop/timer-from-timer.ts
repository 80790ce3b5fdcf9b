// A timer of delay 0 set by a timer waits for the next iteration, before later deadlines

import { getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const again = (count: number): void => {
    trace('timer', count)
    if (count < 3) {
      loop.callLater(0, again, count + 1)
      loop.callSoon(trace, 'soon', count)
    }
  }
  loop.callLater(10, again, 0)
  loop.callLater(10, trace, 'other')
  loop.callLater(11, trace, 'at 11')
  yield* sleep(20)
}
