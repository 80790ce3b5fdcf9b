/** Responses whose body a source makes, chunk by chunk, as the client takes it. */

import { asyncify } from '@acoro/compat'
import { type AsyncSource, asyncGenerator, type EmittingGenerator } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { Feed, type KeepAlive, noteFeed } from './feed.ts'

/** What makes a body: a source, or a generator function that hands out its pieces with `yield* emit(…)`. */
export type BodySource<T> = AsyncSource<T> | (() => EmittingGenerator<T, void>)

/**
 * A Response whose body is made by a source: an async generator, a queue, the lines of another answer. A
 * chunk is asked for when the client has room. The source is closed when the client goes, and not begun if no
 * body is sent (HEAD, 204, 304). If it throws, the client sees a cut, not an end. In a `handler` it runs in
 * the task of the request.
 *
 * @example
 * ```ts
 * import { emit, sleep } from '@acoro/core'
 *
 * const countdown = handler(function* () {
 *   return streamed(function* () {
 *     for (let n = 3; n > 0; n--) {
 *       yield* sleep(10)
 *       yield* emit(`${n} `)
 *     }
 *   })
 * })
 * const response = await countdown(new Request('http://localhost/'))
 * await response.text() // => '3 2 1 '
 * ```
 */
export function streamed(body: BodySource<string | Uint8Array>, init: ResponseInit = {}): Response {
  return responseOf(sourceOf(body, 'streamed()'), init)
}

export function responseOf(
  source: AsyncSource<unknown>,
  init: ResponseInit,
  keepAlive?: KeepAlive,
): Response {
  const feed = new Feed(source, keepAlive)
  const { status } = init
  const isEmpty = status === 204 || status === 205 || status === 304
  const response = new Response(isEmpty ? null : feed.stream, init)
  if (isEmpty) void discard(feed)
  else noteFeed(response, feed)
  return response
}

const discard = asyncify(function* discard(feed: Feed) {
  yield* feed.discard()
})

export function sourceOf<T>(body: BodySource<T>, where: string): AsyncSource<T> {
  if (typeof body === 'function') return asyncGenerator(body)()
  if (typeof (body as Partial<AsyncSource<T>> | null | undefined)?.anext === 'function') return body
  throw new TypeError(
    `Expected ${where} to get a source with anext(), or a generator function, got ${describeValue(body)}`,
  )
}
