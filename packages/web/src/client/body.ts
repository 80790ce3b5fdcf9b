/**
 * The body of an answer: it is read once, whole or piece by piece, and belongs to its exchange.
 *
 * A cancelled `anext()` loses no chunk: the next call waits for the same one. Reading it whole cannot be
 * taken up again, so a cancel there closes the exchange.
 */

import { type AsyncSource, type Coroutine, coroutine, isCancelledError, RuntimeError } from '@acoro/core'
import { BodyError, BodyTooLargeError } from '../base/errors.ts'
import type { Exchange } from './exchange.ts'

/** The chunks of a body as they arrive. Leaving the loop before the end closes the request. */
export class BodyChunks implements AsyncSource<Uint8Array> {
  /** @internal */
  readonly _exchange: Exchange
  /** @internal Null if there is no body. */
  readonly _source: AsyncSource<Uint8Array> | null
  /** @internal Its announced length; null if it is not known. */
  readonly _length: number | null
  /** @internal */
  readonly _maxBytes: number

  /** @internal */
  constructor(
    exchange: Exchange,
    source: AsyncSource<Uint8Array> | null,
    length: number | null,
    maxBytes: number,
  ) {
    this._exchange = exchange
    this._source = source
    this._length = length
    this._maxBytes = maxBytes
  }

  /** The next chunk. BodyError if the connection broke, BodyTooLargeError above `maxBytes`. */
  anext(): Coroutine<IteratorResult<Uint8Array, undefined>> {
    return next(this)
  }

  /** Closes the request, unless its body has ended. */
  aclose(): Coroutine<void> {
    return close(this._exchange)
  }
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined }

const next: (chunks: BodyChunks) => Coroutine<IteratorResult<Uint8Array, undefined>> = coroutine(
  function* anext(chunks: BodyChunks) {
    const { _exchange: exchange, _source: source } = chunks
    exchange.check()
    if (source === null) exchange.end()
    if (!exchange.isOpen || source === null) return END
    let result: IteratorResult<Uint8Array, unknown>
    try {
      result = yield* source.anext()
    } catch (error) {
      const explained = exchange.explain(
        error,
        (cause) => new BodyError('the connection broke in the body', exchange, exchange.received, cause),
      )
      if (!isCancelledError(error)) exchange.close(explained)
      throw explained
    }
    // An aborted body may end as if it were complete.
    exchange.check()
    if (result.done === true) {
      const { _length: length } = chunks
      if (length !== null && exchange.received < length) {
        const what = `the body ended after ${exchange.received} of ${length} bytes`
        const short = new BodyError(what, exchange, exchange.received)
        exchange.close(short)
        throw short
      }
      exchange.end()
      return END
    }
    exchange.received += result.value.byteLength
    if (exchange.received > chunks._maxBytes) {
      const large = new BodyTooLargeError(`the body is longer than ${chunks._maxBytes} bytes`, exchange)
      exchange.close(large)
      throw large
    }
    return { done: false, value: result.value }
  },
)

const close = coroutine(function* aclose(exchange: Exchange) {
  exchange.close(new RuntimeError('The body was closed before its end'))
})

/** All bytes of a body. Any end but the end of the body closes the request. */
export const readAll: (chunks: BodyChunks) => Coroutine<Uint8Array> = coroutine(function* readAll(
  chunks: BodyChunks,
) {
  const parts: Uint8Array[] = []
  try {
    for (;;) {
      const result = yield* next(chunks)
      if (result.done === true) break
      parts.push(result.value)
    }
  } finally {
    // After the end this changes nothing.
    chunks._exchange.close(new RuntimeError('The body was closed before its end'))
  }
  return joined(parts)
})

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
