// gather of nothing is a future that is done

import { gather, isFuture } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const future = gather()
  trace(isFuture(future), future.done(), future.result())
}
