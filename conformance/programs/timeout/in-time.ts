// A body that ends in time gives its value, and its timer is gone

import { sleep, timeout } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const first = yield* timeout(50, function* (scope) {
    trace(scope.when(), scope.expired())
    yield* sleep(10)
    return scope
  })
  trace(first.when(), first.expired())
  yield* timeout(null, function* (scope) {
    trace(scope.when())
    yield* sleep(100)
  })
  trace('end')
}
