// A timer without a time is refused at the call

import { getRunningLoop, sleep } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  attempt('callLater', () => loop.callLater(null as unknown as number, trace, 'never'))
  attempt('callAt', () => loop.callAt(null as unknown as number, trace, 'never'))
  yield* sleep(5)
}
