// A TimeoutError names the cancellation it came from as its cause

import { sleep, timeout, waitFor } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  try {
    yield* timeout(10, function* () {
      yield* sleep(100)
    })
  } catch (error) {
    trace(error, 'from', (error as Error).cause)
  }
  try {
    yield* waitFor(sleep(100), 10)
  } catch (error) {
    trace(error, 'from', (error as Error).cause)
  }
}
