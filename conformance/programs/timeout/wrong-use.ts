// A timeout is entered once, in a task

import { asyncWith, getRunningLoop, Timeout } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

export function* main() {
  const scope = new Timeout(getRunningLoop().time() + 10)
  attempt('before', () => scope.reschedule(5))
  yield* asyncWith(scope, function* () {})
  try {
    yield* asyncWith(scope, function* () {
      trace('never')
    })
  } catch (error) {
    trace('again', error)
  }
}
