// Nested timeouts of one deadline: both fire, and the outer one tells

import { currentTask, sleep, timeout } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const scopes: { expired(): boolean }[] = []
  try {
    yield* timeout(10, function* (outer) {
      scopes.push(outer)
      try {
        yield* timeout(10, function* (inner) {
          scopes.push(inner)
          yield* sleep(50)
        })
      } catch (error) {
        trace('inner', error, scopes[1]!.expired(), currentTask()!.cancelling())
        throw error
      }
    })
  } catch (error) {
    trace('outer', error, scopes[0]!.expired(), currentTask()!.cancelling())
  }
}
