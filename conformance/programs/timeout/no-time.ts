// A timeout of 0 or less fires at the body's first wait

import { sleep, timeout } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  for (const delay of [0, -10]) {
    try {
      yield* timeout(delay, function* () {
        trace('started')
        yield* sleep(0)
        trace('one turn')
        yield* sleep(0)
        trace('two turns')
      })
    } catch (error) {
      trace(error)
    }
  }
  yield* timeout(0, function* () {
    trace('never waits')
  })
}
