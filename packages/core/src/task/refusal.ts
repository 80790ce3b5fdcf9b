/**
 * The things a task may not wait for, and the error for each.
 *
 * The error is thrown at the very `yield`, so that its stack shows the mistake. A common one is `yield`
 * without the star.
 */

import { describeValue, RuntimeError } from '../base/errors.ts'
import { BLOCKING } from '../base/flags.ts'
import { Coroutine, isAwaitable, isCoroutine } from '../coroutine/coroutine.ts'
import { Future, isFuture } from '../future/future.ts'
import { textOfPlace } from '../tracing/place.ts'

/**
 * The error for `suspension`, if the task may not wait for it. Clears the mark of the `yield*` it came
 * through.
 */
export function refusalOf(task: Future<unknown>, suspension: unknown): Error | undefined {
  // The first test is the cheaper one; the brand is for futures of another copy of core.
  if (!(suspension instanceof Future || isFuture(suspension))) return badYield(suspension)
  const starred = (suspension._flags & BLOCKING) !== 0
  suspension._flags &= ~BLOCKING
  if (suspension === task) return new RuntimeError(`Task cannot await on itself: ${task}`)
  if (suspension._loop !== task._loop) {
    return new RuntimeError(`Task ${task} got ${suspension} attached to a different loop`)
  }
  return starred ? undefined : badYield(suspension)
}

function badYield(value: unknown): TypeError {
  const error = new TypeError(mistakeIn(value))
  // The engine's stack shows the loop alone. Most coroutines are made where they are yielded.
  const made = value instanceof Coroutine ? textOfPlace(value._unwatch() ?? '') : ''
  if (made !== '') {
    const head = error.stack?.startsWith(error.name) === true ? `${error.name}: ${error.message}\n` : ''
    error.stack = head + made
  }
  return error
}

function mistakeIn(value: unknown): string {
  if (isAwaitable(value) || isCoroutine(value)) {
    return `yielded ${describeValue(value)}; did you mean \`yield*\`?`
  }
  if (typeof value === 'object' && value !== null && 'then' in value) {
    return `yielded ${describeValue(value)}; wrap a promise with fromPromise() of @acoro/compat`
  }
  const what = describeValue(value)
  return `Task got bad yield: ${what}${
    what === 'an Emission'
      ? ', outside an async generator'
      : what.startsWith('an array')
        ? '; did you mean `yield* gather(…)`?'
        : '; `yield*` awaits coroutines and futures'
  }`
}
