// Of nested timeouts the inner one that expires is caught at its own scope

import { sleep, timeout } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  yield* timeout(100, function* () {
    try {
      yield* timeout(10, function* () {
        yield* sleep(50)
      })
    } catch (error) {
      trace('inner', error)
    }
    yield* sleep(20)
    trace('outer goes on')
  })
  trace('end')
}
