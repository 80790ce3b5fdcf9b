// Taking a free lock takes no turn of the loop

import { getRunningLoop, sleep } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const lock = new Lock()
  getRunningLoop().callSoon(trace, 'callback')
  yield* lock.acquire()
  lock.release()
  yield* lock.acquire()
  lock.release()
  trace('twice')
  yield* sleep(0)
}
