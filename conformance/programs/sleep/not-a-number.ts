// A delay that is no number is refused

import { sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  try {
    yield* sleep(Number.NaN)
  } catch (error) {
    trace('NaN', 'raised', error)
  }
}
