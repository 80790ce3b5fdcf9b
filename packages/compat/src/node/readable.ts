/**
 * Bridges for the readable streams of Node.
 *
 * Their async iterators are async generators, whose `return()` waits for the pending read. Here the stream is
 * destroyed instead, and closing waits for its event `close`. A stream is read when a chunk is wanted, so
 * back-pressure works.
 */

import { Readable, type ReadableOptions } from 'node:stream'
import type { AsyncSource } from '@acoro/core'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { checkLoop } from '../base/loop-for.ts'
import { closeTimeoutOf, type FromAsyncIterableOptions } from '../iterable/from-async-iterable.ts'
import { IterableSource, type IteratorLike } from '../iterable/iterable-source.ts'
import { type ToAsyncIterableOptions, toAsyncIterable } from '../iterable/to-async-iterable.ts'

/**
 * Makes a source for `asyncFor` of a readable stream of Node. Closing it before the end destroys the stream.
 * TypeError if `stream` is not a readable stream of Node.
 *
 * @example
 * ```ts
 * import { Readable } from 'node:stream'
 * import { asyncFor, run } from '@acoro/core'
 *
 * const words: string[] = []
 * await run(function* main() {
 *   yield* asyncFor(fromReadable<string>(Readable.from(['one', 'two'])), function* (word) {
 *     words.push(word)
 *   })
 * })
 * words // => ['one', 'two']
 * ```
 */
export function fromReadable<T = Buffer>(
  stream: Readable,
  options: FromAsyncIterableOptions = {},
): IterableSource<T> {
  const known = stream as Partial<Readable> | null | undefined
  if (typeof known?.destroy !== 'function' || typeof known[Symbol.asyncIterator] !== 'function') {
    const hint = stream instanceof Object && 'getReader' in stream ? ': use fromReadableStream()' : ''
    throw new TypeError(`Expected a readable stream of Node, got ${describeValue(stream)}${hint}`)
  }
  const closeTimeout = closeTimeoutOf(options, 'fromReadable()')
  return new IterableSource<T>(new ReadableIterator<T>(stream), closeTimeout, true)
}

class ReadableIterator<T> implements IteratorLike<T, unknown> {
  readonly #stream: Readable
  readonly #inner: AsyncIterator<T>

  constructor(stream: Readable) {
    this.#stream = stream
    this.#inner = stream[Symbol.asyncIterator]()
  }

  next(): Promise<IteratorResult<T, unknown>> {
    return this.#inner.next()
  }

  return(): Promise<void> {
    const stream = this.#stream
    const closed = new Promise<void>((resolve, reject) => {
      if (stream.closed) resolve()
      else {
        stream.once('close', resolve)
        // Without a listener, an error on closing would end the process.
        stream.on('error', reject)
      }
    })
    stream.destroy()
    return closed
  }
}

/**
 * Makes a readable stream of Node of a source. Destroying it closes the source. TypeError if `source` is not
 * a source.
 */
export function toReadable<T>(
  source: AsyncSource<T>,
  options: ReadableOptions & ToAsyncIterableOptions = {},
): Readable {
  checkOptions(options, 'toReadable()', { loop: checkLoop })
  const { loop, ...streamOptions } = options
  return Readable.from(toAsyncIterable(source, { loop }), streamOptions)
}
