// An empty group does not wait

import { getRunningLoop, sleep, taskGroup } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  getRunningLoop().callSoon(trace, 'callback')
  yield* taskGroup(function* () {
    trace('body')
  })
  trace('left')
  yield* sleep(0)
}
