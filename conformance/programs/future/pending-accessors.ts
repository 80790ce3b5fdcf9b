// A pending future has neither result nor exception, and says so

import { getRunningLoop } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

export function* main() {
  const future = getRunningLoop().createFuture()
  trace(future.done(), future.cancelled())
  attempt('result', () => future.result())
  attempt('exception', () => future.exception())
  try {
    future.result()
  } catch (error) {
    trace((error as Error).message)
  }
  try {
    future.exception()
  } catch (error) {
    trace((error as Error).message)
  }
}
