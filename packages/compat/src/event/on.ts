/** Listens to all events of a kind: checks the arguments, and makes an event stream. */

import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { checkEmitter, type EmitterLike, type EventName, type TargetLike } from './emitter.ts'
import { EventStream, type OnOptions } from './event-stream.ts'

/**
 * Returns the events of `emitter` named `event`, each as the array of its arguments. Listens from now on,
 * until the stream is closed, an event named in `end` comes, or the emitter emits 'error', which is thrown.
 * TypeError if `emitter` emits no events. RangeError if `limit` is below 1.
 *
 * @example
 * ```ts
 * import { asyncFor, run } from '@acoro/core'
 *
 * const target = new EventTarget()
 * const seen: string[] = []
 * for (const type of ['tick', 'tick', 'stop']) setTimeout(() => target.dispatchEvent(new Event(type)), 10)
 * await run(function* main() {
 *   yield* asyncFor(on(target, 'tick', { end: 'stop' }), function* ([event]) {
 *     seen.push(event.type)
 *   })
 * })
 * seen // => ['tick', 'tick']
 * ```
 */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of an event, as Node types them.
export function on<Args extends unknown[] = any[]>(
  emitter: EmitterLike,
  event: EventName,
  options?: OnOptions,
): EventStream<Args>
export function on<E = Event>(target: TargetLike, event: string, options?: OnOptions): EventStream<[E]>
export function on(
  emitter: EmitterLike | TargetLike,
  event: EventName,
  options: OnOptions = {},
  // biome-ignore lint/suspicious/noExplicitAny: what both overloads give.
): EventStream<any> {
  checkEmitter(emitter, event)
  checkOptions(options, 'on()', {
    limit: checkLimit,
    overflow: ['error', 'drop-oldest', 'drop-newest'],
    end: checkEnds,
  })
  return new EventStream(emitter, event, options)
}

function checkLimit(value: unknown, what: string): void {
  if (typeof value !== 'number')
    throw new TypeError(`Expected ${what} to be a number, got ${describeValue(value)}`)
  if (!(value >= 1)) throw new RangeError(`Expected ${what} to be 1 or more, got ${describeValue(value)}`)
}

function checkEnds(value: unknown, what: string): void {
  for (const event of [value].flat()) {
    if (typeof event === 'string' || typeof event === 'symbol') continue
    throw new TypeError(
      `Expected ${what} to be the name of an event or an array of such, got ${describeValue(event)}`,
    )
  }
}
