/**
 * WHATWG streams into sources of coroutines: bodies of `fetch`, and what they are piped through.
 *
 * Back-pressure needs nothing here: a coroutine reads when it wants more. Closing the source cancels the stream.
 */

import { describeValue } from '@acoro/core/lowlevel'
import type { FromAsyncIterableOptions } from './from-async-iterable.ts'
import { IterableSource, type IteratorLike } from './iterable-source.ts'

/**
 * Goes through a ReadableStream with `asyncFor`. Closing it before the end cancels the stream; either way its lock is
 * released. TypeError for what is no stream, and for one that is being read already.
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
  return new IterableSource(new ReaderIterator(stream.getReader()), options.closeTimeout ?? 1000, true)
}

class ReaderIterator<T> implements IteratorLike<T, undefined> {
  readonly #reader: ReadableStreamDefaultReader<T>

  constructor(reader: ReadableStreamDefaultReader<T>) {
    this.#reader = reader
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    const result = await this.#reader.read()
    if (!result.done) return { done: false, value: result.value }
    this.#reader.releaseLock()
    return { done: true, value: undefined }
  }

  async return(): Promise<void> {
    try {
      await this.#reader.cancel()
    } finally {
      this.#reader.releaseLock()
    }
  }
}
