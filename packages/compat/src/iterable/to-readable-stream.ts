/**
 * Turns sources into WHATWG streams.
 *
 * Back-pressure needs no code here: a stream pulls when its queue has room.
 */

import type { AsyncSource } from '@acoro/core'
import { checkOptions } from '@acoro/core/lowlevel'
import { checkLoop } from '../base/loop-for.ts'
import { type ToAsyncIterableOptions, toAsyncIterable } from './to-async-iterable.ts'

export interface ToReadableStreamOptions extends ToAsyncIterableOptions {
  /** How many chunks are made before they are read; 0 by default. */
  highWaterMark?: number | undefined
}

/**
 * Makes a ReadableStream of a source. Cancelling the stream closes the source and waits for its `finally`
 * blocks. An error of the source is the error of the stream. TypeError if `source` is not a source.
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
  checkOptions(options, 'toReadableStream()', { loop: checkLoop, highWaterMark: 'number' })
  const iterator = toAsyncIterable(source, { loop: options.loop })
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
