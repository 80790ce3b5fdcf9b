/**
 * A deadline after which the program goes on without the result.
 *
 * `timeout` makes the end of the time an error. Here it is one of two outcomes, and the result tells them
 * apart, also if the body returns undefined. The scope that expired swallows its own cancellation and no
 * other, by the counting of `timeout`.
 *
 * When the time is over, the loop runs one more iteration before the body is cancelled: a task that was woken
 * in that turn takes its value. So a value that has arrived is kept.
 */

import { checkMilliseconds } from '../base/errors.ts'
import { checkOptions } from '../base/options.ts'
import { type Body, checkBody, invoke } from '../coroutine/body.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { Handle } from '../scheduler/handle.ts'
import { getRunningLoop } from '../task/current-task.ts'
import { Timeout } from './timeout.ts'

/** The result of `moveOnAfter`: the value of the body, unless its time was over. */
export type MovedOn<T> =
  | { readonly timedOut: false; readonly value: T }
  | { readonly timedOut: true; readonly value: undefined }

const moving = coroutine(function* moveOnAfter(
  ms: number | null,
  body: Body<unknown>,
  options: { readonly otherwise?: unknown } | undefined,
) {
  const loop = getRunningLoop()
  const scope = new Timeout(null, body as { readonly name?: unknown })
  scope._enter()
  const when = loop.time() + (ms ?? Number.POSITIVE_INFINITY)
  let timer: Handle | null = null
  const expire = (): void => scope.reschedule(when)
  const end = (): void => {
    timer = loop.callSoon(expire)
  }
  if (ms !== null) timer = ms <= 0 ? loop.callSoon(expire) : loop.callAt(when, end)
  let value: unknown
  let timedOut = false
  try {
    value = yield* invoke(body, undefined)
  } catch (error) {
    ;(timer as Handle | null)?.cancel()
    timedOut = scope._exit(error) !== undefined
    if (!timedOut) throw error
  }
  if (!timedOut) {
    ;(timer as Handle | null)?.cancel()
    scope._exit(undefined)
  }
  if (options === undefined || !('otherwise' in options)) return { timedOut, value }
  return timedOut ? options.otherwise : value
})

/**
 * Runs `body` for at most `ms` milliseconds (null: no limit), counted from when it is awaited. Then its wait
 * is cancelled, and the program goes on. Returns `{ timedOut, value }`; with `otherwise`, the bare value of
 * the body, or `otherwise` if the time was over. RuntimeError outside a task. asyncio has no counterpart;
 * trio's `move_on_after`.
 *
 * A cancel from outside goes on as ever.
 *
 * @example
 * ```ts
 * import { moveOnAfter, run, sleep } from '@acoro/core'
 *
 * await run(function* main() {
 *   const late = yield* moveOnAfter(10, () => sleep(60_000, 'never'))
 *   const early = yield* moveOnAfter(10, () => sleep(1, 'in time'), { otherwise: 'too late' })
 *   return [late, early]
 * }) // => [{ timedOut: true, value: undefined }, 'in time']
 * ```
 */
export function moveOnAfter<T>(ms: number | null, body: Body<T>): Coroutine<MovedOn<T>>
export function moveOnAfter<T, U>(
  ms: number | null,
  body: Body<T>,
  options: { otherwise: U },
): Coroutine<T | U>
export function moveOnAfter(
  ms: number | null,
  body: Body<unknown>,
  options?: { otherwise: unknown },
): Coroutine<unknown> {
  if (ms !== null) checkMilliseconds(ms, 'the time of moveOnAfter()')
  checkBody(body)
  checkOptions(options, 'moveOnAfter()', { otherwise: () => {} })
  return moving(ms, body, options) as Coroutine<unknown>
}
