// popAll hands the duties on, aclose does them at once

import { AsyncExitStack, asyncWith } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const kept = yield* asyncWith(new AsyncExitStack(), function* (stack) {
    stack.callback(trace, 'first')
    stack.callback(trace, 'second')
    const moved = stack.popAll()
    stack.callback(trace, 'third')
    return moved
  })
  trace('left')
  yield* kept!.aclose()
  yield* kept!.aclose()
}
