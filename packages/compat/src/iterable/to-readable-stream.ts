/**
 * Sources of coroutines into WHATWG streams.
 *
 * Back-pressure needs nothing here: a stream pulls when its queue has room. Cancelling the stream closes the source.
 */

import type { AsyncSource } from '@acoro/core'
import { checkOptions } from '@acoro/core/lowlevel'
import { checkLoop } from '../base/loop-for.ts'
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
