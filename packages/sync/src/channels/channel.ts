/**
 * A pipe for items, with two kinds of ends. What a Queue lacks: the end of the stream.
 *
 * The ends are separate objects, so that a function can be given the right to send or to receive and nothing else. Each
 * can be cloned and is closed on its own: when the last sender is closed the receivers come to an end, when the
 * last receiver is closed the senders are told that nobody listens. trio, anyio and tokio have the same.
 *
 * A capacity of 0 is a rendezvous: a send waits until somebody receives. Only where that receiver is cancelled in the
 * moment of handing over does the item lie there, for the next one.
 */

import { describeValue } from '@acoro/core/lowlevel'
import { checkLimit } from '../base/check.ts'
import type { NamedOptions } from '../base/primitive.ts'
import { ChannelState, type Overflow } from './channel-state.ts'
import { ReceiveChannel } from './receive-channel.ts'
import { SendChannel } from './send-channel.ts'

export interface ChannelOptions extends NamedOptions {
  /** What a send does where there is no room: `'wait'` unless given. */
  overflow?: Overflow | undefined
}

/**
 * Opens a channel that keeps up to `capacity` items; 0 hands each over in person, Infinity never makes a sender wait.
 * RangeError for another capacity.
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
  const overflow = options?.overflow ?? 'wait'
  if (overflow !== 'wait' && overflow !== 'drop-oldest' && overflow !== 'drop-newest') {
    throw new RangeError(
      `Expected an overflow of 'wait', 'drop-oldest' or 'drop-newest', got ${describeValue(overflow)}`,
    )
  }
  if (overflow === 'drop-oldest' && capacity === 0) {
    throw new RangeError(
      `Expected a capacity of at least 1 for 'drop-oldest', got 0: there is no oldest item`,
    )
  }
  const state = new ChannelState<T>(capacity, overflow, options)
  return [new SendChannel(state), new ReceiveChannel(state)]
}
