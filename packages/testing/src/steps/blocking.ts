/**
 * Steps that keep the thread. On a virtual clock they take no time, so a test does not see them, and in
 * production they hold up everybody.
 *
 * The time is that of the real clock. A busy machine makes steps longer, so the limit should be far above
 * what a step needs.
 */

import { type Body, type Coroutine, coroutine, currentTask, getRunningLoop, sleep } from '@acoro/core'
import { checkedBody, checkPositive } from '../base/checks.ts'
import { textOf } from '../base/text.ts'
import { real } from '../virtual/real-time.ts'

/** A step kept the thread for too long. */
export class BlockingError extends Error {
  static {
    Object.defineProperty(BlockingError.prototype, 'name', {
      value: 'BlockingError',
      configurable: true,
      writable: true,
    })
  }
}

/**
 * Awaits `body` and returns its result. Throws BlockingError if meanwhile a step of any task of the loop took
 * longer than `ms` of real time.
 *
 * @example
 * ```ts real-time
 * import { run, sleep } from '@acoro/core'
 *
 * const busy = function* busy() {
 *   yield* sleep(1)
 *   for (const end = performance.now() + 20; performance.now() < end; );
 * }
 * await run(() => assertNoBlocking(10, busy)) // throws BlockingError: Expected no step to take longer than 10 ms, and …
 * ```
 */
export function assertNoBlocking<T>(ms: number, body: Body<T>): Coroutine<T> {
  checkPositive(ms, 'the longest time of a step')
  return watched(ms, checkedBody(body)) as Coroutine<T>
}

const watched = coroutine(function* assertNoBlocking<T>(ms: number, body: Body<T>) {
  const slow: string[] = []
  let began = real.now()
  const note = (task: unknown) => {
    const took = real.now() - began
    if (took > ms) slow.push(`${Math.round(took)} ms: ${textOf(task)}`)
  }
  const remove = getRunningLoop().addHook({
    aroundStep(task, step) {
      began = real.now()
      step()
      note(task)
    },
  })
  let result: T
  try {
    // A hook hears of steps that begin from now on, so the body begins in one.
    yield* sleep(0)
    result = yield* typeof body === 'function' ? body() : body
    // This step is not over, but the body is.
    note(currentTask())
  } finally {
    remove()
  }
  if (slow.length > 0) {
    throw new BlockingError(
      `Expected no step to take longer than ${ms} ms, and ${slow.length} did: ${slow.join('; ')}. ` +
        'Let others run with sleep(0), or move the work to a worker',
    )
  }
  return result
})
