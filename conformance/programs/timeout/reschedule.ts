// A timeout can be moved later, earlier, and away, while it is active

import { getRunningLoop, sleep, timeout } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

type Scope = { when(): number | null; reschedule(when: number | null): void; expired(): boolean }

export function* main() {
  const loop = getRunningLoop()
  let scope!: Scope
  yield* timeout(10, function* (own) {
    scope = own
    scope.reschedule(loop.time() + 100)
    trace(scope.when())
    yield* sleep(50)
    trace('later')
    scope.reschedule(null)
    trace(scope.when())
    yield* sleep(100)
    trace('away')
  })
  attempt('afterwards', () => scope.reschedule(5))
  try {
    yield* timeout(100, function* (own) {
      scope = own
      scope.reschedule(loop.time() + 10)
      yield* sleep(50)
    })
  } catch (error) {
    trace('earlier', error, scope.expired())
  }
  try {
    yield* timeout(100, function* (own) {
      scope = own
      scope.reschedule(loop.time() - 10)
      trace('in the past', scope.expired())
      yield* sleep(50)
    })
  } catch (error) {
    trace('past', error, scope.expired())
  }
  attempt('expired', () => scope.reschedule(5))
}
