// Debug mode is a switch of the loop

import { getRunningLoop } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  trace(loop.getDebug())
  loop.setDebug(true)
  trace(loop.getDebug())
  loop.setDebug(false)
  trace(loop.getDebug(), loop.slowCallbackDuration)
}
