// Of nested timeouts the outer one passes through the inner as a cancellation

import { sleep, timeout } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  let expired: () => boolean = () => true
  try {
    yield* timeout(10, function* () {
      try {
        yield* timeout(100, function* (inner) {
          expired = () => inner.expired()
          yield* sleep(50)
        })
      } catch (error) {
        trace('inner', error, expired())
        throw error
      }
    })
  } catch (error) {
    trace('outer', error)
  }
}
