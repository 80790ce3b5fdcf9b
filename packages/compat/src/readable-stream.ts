/**
 * WHATWG streams: bodies of `fetch`, and what they are piped through.
 *
 * Back-pressure needs nothing here: a stream pulls when its queue has room, a coroutine reads when it wants more. What
 * needs care is the end: cancelling a stream closes the coroutine behind it, and closing the coroutine cancels the stream.
 */

import type { AsyncSource } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { type FromAsyncIterableOptions, IterableSource, type IteratorLike } from './from-async-iterable.ts'
import { type ToAsyncIterableOptions, toAsyncIterable } from './to-async-iterable.ts'

export interface ToReadableStreamOptions extends ToAsyncIterableOptions {
  /** How many chunks are made before somebody reads them; 0 unless given. */
  highWaterMark?: number | undefined
}

/**
 * A ReadableStream of what a source gives. Cancelling the stream closes the source and waits for its `finally` blocks; an
 * error of the source is the stream's. TypeError for what is no source.
 *
 * @example
 * ```ts
 * import { asyncGenerator, emit } from '@acoro/core'
 *
 * const words = asyncGenerator(function* words() {
 *   yield* emit('one')
 *   yield* emit('two')
 * })
 * const reader = toReadableStream(words()).getReader()
 * await reader.read() // => { done: false, value: 'one' }
 * ```
 */
export function toReadableStream<T>(
  source: AsyncSource<T>,
  options: ToReadableStreamOptions = {},
): ReadableStream<T> {
  const iterator = toAsyncIterable(source, options)
  return new ReadableStream<T>(
    {
      async pull(controller) {
        const result = await iterator.next()
        if (result.done === true) controller.close()
        else controller.enqueue(result.value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: options.highWaterMark ?? 0 },
  )
}

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
