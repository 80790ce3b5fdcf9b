/**
 * A source as the body of a request. It is read as the connection takes it, and closed with the request.
 *
 * Platforms do not cancel the stream they were given each time a request fails (undici leaves it open when
 * the server goes), so the request stops it itself.
 */

import {
  type AsyncSource,
  type Awaitable,
  type Coroutine,
  coroutine,
  currentTask,
  type Task,
  wait,
} from '@acoro/core'
import { bytesOf } from '../base/encode.ts'

export class Upload implements AsyncSource<Uint8Array> {
  /** @internal */
  readonly _source: AsyncSource<unknown>
  /** @internal The task that waits for the next chunk. */
  _running: Task<unknown> | null = null
  /** @internal It has ended, failed or been closed. */
  _over = false

  constructor(source: AsyncSource<unknown>) {
    this._source = source
  }

  anext(): Coroutine<IteratorResult<Uint8Array, undefined>> {
    return next(this)
  }

  /** Ends a wait for the next chunk, and closes the source. The second call does nothing. */
  aclose(): Awaitable<void> {
    return close(this)
  }
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined }

const next: (upload: Upload) => Coroutine<IteratorResult<Uint8Array, undefined>> = coroutine(function* anext(
  upload: Upload,
) {
  if (upload._over) return END
  upload._running = currentTask()
  let ended = true
  try {
    const result = yield* upload._source.anext()
    if (result.done === true) return END
    const value = bytesOf(result.value, 'the body of a request')
    ended = false
    return { done: false, value }
  } catch (error) {
    if (upload._source.aclose !== undefined) yield* upload._source.aclose()
    throw error
  } finally {
    upload._running = null
    if (ended) upload._over = true
  }
})

const close = coroutine(function* aclose(upload: Upload) {
  if (upload._over) return
  upload._over = true
  const running = upload._running
  if (running !== null && running !== currentTask()) {
    running.cancel('the request has ended')
    yield* wait([running])
  }
  if (upload._source.aclose !== undefined) yield* upload._source.aclose()
})
