// A timeout prints its state

import { asyncWith, getRunningLoop, sleep, Timeout } from '@acoro/core'
import { form, trace } from '../../harness/trace.ts'

export function* main() {
  const scope = new Timeout(getRunningLoop().time() + 10)
  trace(form(scope))
  yield* asyncWith(scope, function* () {
    trace(form(scope))
  })
  trace(form(scope))
  const late = new Timeout(getRunningLoop().time() + 10)
  try {
    yield* asyncWith(late, function* () {
      yield* sleep(20)
    })
  } catch {
    trace(form(late))
  }
}
