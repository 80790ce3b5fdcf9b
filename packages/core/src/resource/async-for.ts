/**
 * Iterating over values that come one after the other.
 */

import { describeValue } from '../base/errors.ts'
import { type Body, checkBody, invoke } from '../coroutine/body.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { Awaitable } from '../future/future.ts'

/**
 * A source that `asyncFor` iterates over: a queue, a channel, a stream reader, an async generator. Python:
 * `__anext__`.
 */
export interface AsyncSource<T> {
  anext(): Awaitable<IteratorResult<T, unknown>>
  aclose?(): Awaitable<void>
}

/**
 * `async for`: runs `body` for each value of `source`, one after the other. A body that returns `false` ends
 * the loop early. If the loop ends before the source does, it closes the source (`aclose`), if the source has
 * that method.
 */
export function asyncFor<T>(source: AsyncSource<T>, body: (item: T) => Awaitable<unknown>): Coroutine<void> {
  if (typeof (source as Partial<AsyncSource<T>> | null)?.anext !== 'function') {
    throw new TypeError(`Expected a source with anext() to go through, got ${describeValue(source)}`)
  }
  checkBody(body as Body<unknown, T>)
  return going(source, body)
}

const going = coroutine(function* asyncFor<T>(source: AsyncSource<T>, body: (item: T) => Awaitable<unknown>) {
  let ended = false
  try {
    for (;;) {
      const result = yield* source.anext()
      if (result.done === true) {
        ended = true
        return
      }
      if ((yield* invoke(body, result.value)) === false) return
    }
  } finally {
    if (!ended && source.aclose !== undefined) yield* source.aclose()
  }
})
