/**
 * Calls that belong to a function: it ends when they have ended.
 *
 * Promise code may start a call and go on without it. Such a call outlives the function that made it, and its
 * error is lost. Below `structured` every call is awaited or cancelled.
 */

import { isCancelledError } from '@acoro/core'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { Scope } from '../engine/scope.ts'
import { start } from '../engine/start.ts'

export interface StructuredOptions {
  /**
   * What happens to calls that are left floating when the function has returned: they are awaited, or
   * cancelled. By default they are awaited.
   */
  floating?: 'await' | 'cancel' | undefined
}

const LEFT = 'it was left floating by a structured function that has ended'

/**
 * Calls `body`, and waits for every compiled async function that was called below it, awaited or not. Then
 * the promise settles as `body` did. If `body` fails or is cancelled, those calls are cancelled. If one of
 * them fails after `body` has returned, the promise is rejected with its error. Cancelling the call of
 * `structured` cancels `body`, and then the others. TypeError if `body` is not a function.
 *
 * Calls made by native code that runs later, a timer's callback for example, do not belong to it.
 *
 * @example
 * ```ts
 * await structured(async () => 'done') // => 'done'
 * ```
 */
export function structured<T>(body: () => PromiseLike<T> | T, options: StructuredOptions = {}): Promise<T> {
  if (typeof body !== 'function')
    throw new TypeError(`Expected an async function, got ${describeValue(body)}`)
  checkOptions(options, 'structured()', {
    floating: (value: unknown, what: string) => {
      if (value === 'await' || value === 'cancel') return
      throw new TypeError(`Expected 'await' or 'cancel' as ${what}, got ${describeValue(value)}`)
    },
  })
  const cancels = options.floating === 'cancel'
  return start(undefined, null, function* () {
    return yield* joined(new Scope(), body, cancels)
  }) as Promise<T>
}

function* joined(scope: Scope, body: () => unknown, cancels: boolean): Generator<unknown, unknown, unknown> {
  let result: unknown
  let failed = false
  let error: unknown
  try {
    result = yield scope.run(body)
  } catch (thrown) {
    failed = true
    error = thrown
  }
  scope.close()
  try {
    if (failed || cancels) scope.cancelAll(LEFT)
    while (!scope.isEmpty) {
      try {
        yield scope.emptied()
      } catch (thrown) {
        // Cancelled while it waits for the others.
        if (!failed) error = thrown
        failed = true
        scope.cancelAll(LEFT)
      }
    }
  } finally {
    scope.end()
  }
  if (failed) throw error
  const first = scope.errors.findIndex((floating) => !isCancelledError(floating))
  if (first !== -1) throw scope.errors[first]
  return result
}
