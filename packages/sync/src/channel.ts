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

import { type Coroutine, RuntimeError, type Suspension } from '@acoro/core'
import { describeValue, Operation, Ready } from '@acoro/core/lowlevel'
import { ChannelState, type ChannelStatistics, type End, type Overflow } from './channel-state.ts'
import { checkLimit } from './check.ts'
import { ClosedResourceError, EndOfChannel, WouldBlock } from './errors.ts'
import type { NamedOptions } from './primitive.ts'
import { Turn } from './turn.ts'

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

/** The end through which items are sent. */
export class SendChannel<T> implements Disposable, End {
  readonly #state: ChannelState<T>
  #closed = false

  /** @internal Use `openChannel`. */
  constructor(state: ChannelState<T>) {
    this.#state = state
    state.openSenders++
  }

  get closed(): boolean {
    return this.#closed
  }

  /**
   * Sends an item, waiting for room (or not, with another `overflow`). ClosedResourceError where this end is closed,
   * BrokenResourceError where every receiver is. Cancelled, it has sent nothing.
   */
  send(item: T): Coroutine<void> {
    this.#state.checkSender(this)
    return new Send(this.#state, this, item)
  }

  /** Sends an item now, or WouldBlock. */
  sendNowait(item: T): void {
    const state = this.#state
    state.checkSender(this)
    if (state.overflow === 'wait' && !state.hasRoom()) {
      throw new WouldBlock(`${state} has no room: use send() to wait for it`)
    }
    state.push(item)
  }

  /** Waits for room and keeps it: `using slot = yield* sender.reserve()`, then `slot.send(item)`, which never waits. */
  reserve(): Coroutine<SendSlot<T>> {
    const state = this.#state
    if (state.overflow !== 'wait') {
      throw new RuntimeError(
        `Cannot reserve room in ${state}: with '${state.overflow}' there always is some, send()`,
      )
    }
    state.checkSender(this)
    return new Reserve(state, this)
  }

  /** Another sender of the same channel, to be closed on its own. */
  clone(): SendChannel<T> {
    if (this.#closed) throw new ClosedResourceError(`Cannot clone a sender of ${this.#state} that is closed`)
    return new SendChannel(this.#state)
  }

  /** Closes this end; with the last sender the channel ends, once its items are received. A second time does nothing. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#state.closeSender(this)
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** For `asyncWith`: gives itself to the block. */
  *aenter(): Generator<never, this, unknown> {
    return this
  }

  /** For `asyncWith`: closes it at the end of the block. */
  *aexit(): Generator<never, void, unknown> {
    this.close()
  }

  statistics(): ChannelStatistics {
    return this.#state.statistics()
  }

  toString(): string {
    return `<SendChannel ${this.#closed ? 'closed' : 'open'} of ${this.#state}>`
  }
}

/** The end from which items are received. Iterate it with `asyncFor`: that ends when every sender is closed. */
export class ReceiveChannel<T> implements Disposable, End {
  readonly #state: ChannelState<T>
  #closed = false

  /** @internal Use `openChannel`. */
  constructor(state: ChannelState<T>) {
    this.#state = state
    state.openReceivers++
  }

  get closed(): boolean {
    return this.#closed
  }

  /**
   * Receives an item, waiting for one. EndOfChannel once every sender is closed and nothing is left, ClosedResourceError
   * where this end is closed. Cancelled, it has received nothing.
   */
  receive(): Coroutine<T> {
    this.#state.checkReceiver(this)
    return new Receive(this.#state, this)
  }

  /** Receives an item now, or WouldBlock, or EndOfChannel. */
  receiveNowait(): T {
    const state = this.#state
    state.checkReceiver(this)
    if (state.hasItem()) return state.take()
    // With a capacity of 0 the items are still in the hands of those who wait to send them.
    if (state.ended) throw state.endOfChannel()
    throw new WouldBlock(`${state} has no item: use receive() to wait for one`)
  }

  /** For `asyncFor`: the next item, until the channel ends. */
  *anext(): Generator<Suspension, IteratorResult<T, undefined>, unknown> {
    try {
      return { done: false, value: yield* this.receive() }
    } catch (error) {
      if (error instanceof EndOfChannel && this.#state.ended) return { done: true, value: undefined }
      throw error
    }
  }

  /** Another receiver of the same channel: each item goes to one of them. */
  clone(): ReceiveChannel<T> {
    if (this.#closed)
      throw new ClosedResourceError(`Cannot clone a receiver of ${this.#state} that is closed`)
    return new ReceiveChannel(this.#state)
  }

  /** Closes this end; with the last receiver what was not received is dropped. A second time does nothing. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#state.closeReceiver(this)
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** For `asyncWith`: gives itself to the block. */
  *aenter(): Generator<never, this, unknown> {
    return this
  }

  /** For `asyncWith`: closes it at the end of the block. */
  *aexit(): Generator<never, void, unknown> {
    this.close()
  }

  statistics(): ChannelStatistics {
    return this.#state.statistics()
  }

  toString(): string {
    return `<ReceiveChannel ${this.#closed ? 'closed' : 'open'} of ${this.#state}>`
  }
}

/** Room for one item, kept until it is sent or the slot is released. */
export class SendSlot<T> implements Disposable {
  readonly #state: ChannelState<T>
  readonly #end: End
  #used = false

  /** @internal Use `sender.reserve()`. */
  constructor(state: ChannelState<T>, end: End) {
    this.#state = state
    this.#end = end
  }

  /** Sends the item; never waits. RuntimeError the second time, and what `send` throws where an end is closed. */
  send(item: T): void {
    if (this.#used)
      throw new RuntimeError('Expected a slot that is free, got one that was used: reserve() another')
    this.#state.checkSender(this.#end)
    this.#used = true
    this.#state.pushReserved(item)
  }

  /** Gives the room back, where nothing was sent. */
  release(): void {
    if (this.#used) return
    this.#used = true
    this.#state.giveReserved()
  }

  [Symbol.dispose](): void {
    this.release()
  }
}

const names = {
  send: { name: 'SendChannel.send' },
  reserve: { name: 'SendChannel.reserve' },
  receive: { name: 'ReceiveChannel.receive' },
}

class Send<T> extends Operation<void> {
  readonly #state: ChannelState<T>
  readonly #end: End
  readonly #item: T

  constructor(state: ChannelState<T>, end: End, item: T) {
    super(names.send)
    this.#state = state
    this.#end = end
    this.#item = item
  }

  start(): Iterator<Suspension, void, unknown> {
    const state = this.#state
    state.checkSender(this.#end)
    if (state.overflow === 'wait' && !state.hasRoom()) return new SendTurn(state, this.#end, this.#item)
    return new Ready(state.push(this.#item))
  }
}

class SendTurn<T> extends Turn<void, void> {
  readonly #state: ChannelState<T>
  readonly #end: End
  readonly #item: T

  constructor(state: ChannelState<T>, end: End, item: T) {
    super(state.parkSender(end))
    this.#state = state
    this.#end = end
    this.#item = item
  }

  protected override taken(): IteratorResult<Suspension, void> {
    checkWokenSender(this.#state, this.#end)
    return { done: true, value: this.#state.pushWoken(this.#item) }
  }
}

class Reserve<T> extends Operation<SendSlot<T>> {
  readonly #state: ChannelState<T>
  readonly #end: End

  constructor(state: ChannelState<T>, end: End) {
    super(names.reserve)
    this.#state = state
    this.#end = end
  }

  start(): Iterator<Suspension, SendSlot<T>, unknown> {
    const state = this.#state
    state.checkSender(this.#end)
    if (!state.hasRoom()) return new ReserveTurn(state, this.#end)
    state.reserve(false)
    return new Ready(new SendSlot(state, this.#end))
  }
}

class ReserveTurn<T> extends Turn<void, SendSlot<T>> {
  readonly #state: ChannelState<T>
  readonly #end: End

  constructor(state: ChannelState<T>, end: End) {
    super(state.parkSender(end))
    this.#state = state
    this.#end = end
  }

  protected override taken(): IteratorResult<Suspension, SendSlot<T>> {
    checkWokenSender(this.#state, this.#end)
    this.#state.reserve(true)
    return { done: true, value: new SendSlot(this.#state, this.#end) }
  }
}

/** An end may have been closed since the sender was woken; then its room is for the next one. */
function checkWokenSender<T>(state: ChannelState<T>, end: End): void {
  try {
    state.checkSender(end)
  } catch (error) {
    state.giveWokenRoom()
    throw error
  }
}

class Receive<T> extends Operation<T> {
  readonly #state: ChannelState<T>
  readonly #end: End

  constructor(state: ChannelState<T>, end: End) {
    super(names.receive)
    this.#state = state
    this.#end = end
  }

  start(): Iterator<Suspension, T, unknown> {
    const state = this.#state
    state.checkReceiver(this.#end)
    if (state.hasItem()) return new Ready(state.take())
    if (state.ended) throw state.endOfChannel()
    return new ReceiveTurn(state, this.#end)
  }
}

class ReceiveTurn<T> extends Turn<void, T> {
  readonly #state: ChannelState<T>
  readonly #end: End

  constructor(state: ChannelState<T>, end: End) {
    super(state.parkReceiver(end))
    this.#state = state
    this.#end = end
  }

  protected override taken(): IteratorResult<Suspension, T> {
    if (this.#end.closed) this.#state.giveWokenItem()
    this.#state.checkReceiver(this.#end)
    return { done: true, value: this.#state.takeWoken() }
  }
}
