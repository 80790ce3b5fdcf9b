// Values and errors pass through a chain of coroutines

import { type Coroutine, coroutine, type Suspension, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const deep: (level: number) => Coroutine<string> = coroutine(function* deep(
  level: number,
): Generator<Suspension, string, any> {
  try {
    if (level === 0) {
      yield* sleep(10)
      throw new Boom('at the bottom')
    }
    return yield* deep(level - 1)
  } catch (error) {
    if (level !== 2) throw error
    trace('caught', error)
    return 'mended'
  } finally {
    if (level > 0) trace('left', level)
  }
})

export function* main() {
  trace(yield* deep(4))
}
