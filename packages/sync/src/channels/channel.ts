/**
 * A pipe for items with two kinds of ends. Unlike a Queue, it tells each side when the other one is gone.
 *
 * The ends are separate objects, so a function can be given only the right to send or to receive. Each end
 * can be cloned and is closed on its own. When the last sender is closed, receivers get EndOfChannel after
 * the remaining items. When the last receiver is closed, senders get BrokenResourceError. trio, anyio and
 * tokio have the same.
 *
 * A capacity of 0 is a rendezvous: a send waits until a task receives. Only if that receiver is cancelled
 * between the two does the item stay in the channel, for the next one.
 */

import { checkOptions } from '@acoro/core/lowlevel'
import { checkLimit } from '../base/check.ts'
import type { NamedOptions } from '../base/primitive.ts'
import { ChannelState, type Overflow } from './channel-state.ts'
import { ReceiveChannel } from './receive-channel.ts'
import { SendChannel } from './send-channel.ts'

export interface ChannelOptions extends NamedOptions {
  /** What a send does if there is no room. Default: `'wait'`. */
  overflow?: Overflow | undefined
}

const overflows: readonly string[] = ['wait', 'drop-oldest', 'drop-newest'] satisfies Overflow[]

/**
 * Opens a channel that keeps up to `capacity` items. With 0, a send waits for a receiver; with Infinity, no
 * send waits. RangeError for another capacity.
 *
 * @example
 * ```ts
 * const [sender, receiver] = openChannel<number>(2)
 * const produce = coroutine(function* produce() {
 *   using _open = sender
 *   for (let n = 1; n <= 3; n++) yield* sender.send(n * n)
 * })
 * await run(function* main() {
 *   createTask(produce())
 *   const seen: number[] = []
 *   yield* asyncFor(receiver, function* (square) {
 *     seen.push(square)
 *   })
 *   return seen
 * }) // => [1, 4, 9]
 * ```
 */
export function openChannel<T>(
  capacity: number,
  options?: ChannelOptions,
): [SendChannel<T>, ReceiveChannel<T>] {
  checkLimit(capacity, 'the capacity of a channel', 0)
  checkOptions(options, 'openChannel()', { name: 'string', overflow: overflows })
  const overflow = options?.overflow ?? 'wait'
  if (overflow === 'drop-oldest' && capacity === 0) {
    throw new RangeError(
      `Expected a capacity of at least 1 for 'drop-oldest', got 0: there is no oldest item`,
    )
  }
  const state = new ChannelState<T>(capacity, overflow, options)
  return [new SendChannel(state), new ReceiveChannel(state)]
}
