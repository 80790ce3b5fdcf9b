/**
 * A deadline that does not lose what arrives in its own turn.
 *
 * The timer of a timeout cancels the wait of its task, even if that wait has just ended and the task only has
 * to run. This one lets the loop run an iteration first: a task that was woken in the turn of the deadline
 * takes its value.
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  getRunningLoop,
  type Suspension,
  type Timeout,
  timeout,
} from '@acoro/core'

/**
 * Runs `body` until `when` on the clock of the loop, then cancels its wait and throws TimeoutError, which
 * names `name`.
 */
export function until<T>(when: number, name: string, body: () => Awaitable<T>): Coroutine<T> {
  return running(when, name, body) as Coroutine<T>
}

const running = coroutine(function* until(
  when: number,
  name: string,
  body: () => Awaitable<unknown>,
): Generator<Suspension, unknown, unknown> {
  const loop = getRunningLoop()
  let over = false
  const block = function* (scope: Timeout): Generator<Suspension, unknown, unknown> {
    const expire = (): void => {
      if (!over) scope.reschedule(when)
    }
    const timer = loop.callAt(when, () => void loop.callSoon(expire))
    try {
      return yield* body()
    } finally {
      over = true
      timer.cancel()
    }
  }
  Object.defineProperty(block, 'name', { value: name })
  return yield* timeout(null, block)
})
