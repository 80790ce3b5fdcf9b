/**
 * Turns WHATWG streams into sources for `asyncFor`, such as the body of a `fetch`.
 *
 * Back-pressure needs no code here: a coroutine reads when it wants more.
 */

import { describeValue } from '@acoro/core/lowlevel'
import { closeTimeoutOf, type FromAsyncIterableOptions } from './from-async-iterable.ts'
import { IterableSource, type IteratorLike } from './iterable-source.ts'

/**
 * Makes a source for `asyncFor` of a ReadableStream. Closing it before the end cancels the stream. At the
 * end, too, the lock of the stream is released. TypeError if `stream` is not a ReadableStream, or if it is
 * locked.
 *
 * @example
 * ```ts
 * import { asyncFor, run } from '@acoro/core'
 *
 * const body = new Blob(['some ', 'text']).stream().pipeThrough(new TextDecoderStream())
 * let text = ''
 * await run(function* main() {
 *   yield* asyncFor(fromReadableStream(body), function* (chunk) {
 *     text += chunk
 *   })
 * })
 * text // => 'some text'
 * ```
 */
export function fromReadableStream<T>(
  stream: ReadableStream<T>,
  options: FromAsyncIterableOptions = {},
): IterableSource<T, undefined> {
  if (typeof (stream as Partial<ReadableStream<T>> | null | undefined)?.getReader !== 'function') {
    const hint =
      stream instanceof Object && 'pipe' in stream ? ': use fromReadable() of @acoro/compat/node' : ''
    throw new TypeError(`Expected a ReadableStream, got ${describeValue(stream)}${hint}`)
  }
  if (stream.locked)
    throw new TypeError('Expected a ReadableStream that nobody reads yet, got one that is locked')
  const closeTimeout = closeTimeoutOf(options, 'fromReadableStream()')
  return new IterableSource(new ReaderIterator(stream.getReader()), closeTimeout, true)
}

class ReaderIterator<T> implements IteratorLike<T, undefined> {
  readonly #reader: ReadableStreamDefaultReader<T>
  #released = false

  constructor(reader: ReadableStreamDefaultReader<T>) {
    this.#reader = reader
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    let ended = true
    try {
      const { done, value } = await this.#reader.read()
      if (done) return { done, value: undefined }
      ended = false
      return { done, value }
    } finally {
      if (ended) this.#release()
    }
  }

  /** The stream may have ended: a wait that was cancelled in the turn of the end has not heard of it. */
  async return(): Promise<void> {
    if (this.#released) return
    try {
      await this.#reader.cancel()
    } finally {
      this.#release()
    }
  }

  #release(): void {
    this.#released = true
    this.#reader.releaseLock()
  }
}
