// Children that swallow the cancellation delay it; it comes out when all are done

import { coroutine, gather, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const stubborn = coroutine(function* stubborn(name: string, ms: number) {
  try {
    yield* sleep(100)
  } catch {
    yield* sleep(ms)
    trace(name, 'swallowed')
  }
  return name
})

export function* main() {
  const gathering = gather(stubborn('a', 20), stubborn('b', 10))
  yield* sleep(5)
  trace(gathering.cancel(), gathering.done())
  yield* outcome('gathering', gathering)
  trace(gathering.cancelled())
}
