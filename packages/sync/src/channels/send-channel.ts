/** The end of a channel through which items are sent: at once, with waiting, or into reserved room. */

import { type Coroutine, RuntimeError, type Suspension } from '@acoro/core'
import { Ready, Turn } from '@acoro/core/lowlevel'
import { ClosedResourceError, WouldBlock } from '../base/errors.ts'
import { ChannelEnd } from './channel-end.ts'
import type { ChannelState, End } from './channel-state.ts'

/** The end through which items are sent. */
export class SendChannel<T> extends ChannelEnd<T> {
  /** @internal Use `openChannel`. */
  constructor(state: ChannelState<T>) {
    super(state)
    state.openSenders++
  }

  /**
   * Sends an item; waits for room, unless `overflow` is another policy. ClosedResourceError if this end is
   * closed, BrokenResourceError if every receiver is. If cancelled, it has sent nothing.
   */
  send(item: T): Coroutine<void> {
    this._state.checkSender(this)
    return new Send(this._state, this, item)
  }

  /**
   * Sends an item without waiting. WouldBlock if there is no room; otherwise it throws what `send` throws.
   */
  sendNowait(item: T): void {
    const state = this._state
    state.checkSender(this)
    if (state.overflow === 'wait' && !state.hasRoom()) {
      throw new WouldBlock(`${state} has no room: use send() to wait for it`)
    }
    state.push(item)
  }

  /**
   * Waits for room and reserves it: `using slot = yield* sender.reserve()`, then `slot.send(item)`, which
   * never waits. Throws what `send` throws, and RuntimeError with another `overflow` than `'wait'`. If
   * cancelled, it reserves nothing.
   */
  reserve(): Coroutine<SendSlot<T>> {
    const state = this._state
    if (state.overflow !== 'wait') {
      throw new RuntimeError(
        `Cannot reserve room in ${state}: with '${state.overflow}' a send never waits, use send()`,
      )
    }
    state.checkSender(this)
    return new Reserve(state, this)
  }

  /** Returns another sender of the same channel, closed on its own. */
  clone(): SendChannel<T> {
    if (this.closed) throw new ClosedResourceError(`Cannot clone a sender of ${this._state} that is closed`)
    return new SendChannel(this._state)
  }

  /** @internal */
  override _leave(): void {
    this._state.closeSender(this)
  }
}

/** Room for one item, reserved until the item is sent or the slot is released. */
export class SendSlot<T> implements Disposable {
  readonly #state: ChannelState<T>
  readonly #end: End
  #used = false

  /** @internal Use `sender.reserve()`. */
  constructor(state: ChannelState<T>, end: End) {
    this.#state = state
    this.#end = end
  }

  /** Sends the item; never waits. RuntimeError the second time; otherwise it throws what `send` throws. */
  send(item: T): void {
    if (this.#used)
      throw new RuntimeError('Expected a slot that is free, got one that was used: reserve() another')
    this.#state.checkSender(this.#end)
    this.#used = true
    this.#state.pushReserved(item)
  }

  /** Gives the room back if nothing was sent. */
  release(): void {
    if (this.#used) return
    this.#used = true
    this.#state.giveReserved()
  }

  [Symbol.dispose](): void {
    this.release()
  }
}

const names = { send: { name: 'SendChannel.send' }, reserve: { name: 'SendChannel.reserve' } }

class Send<T> extends Turn<void, void> {
  readonly #state: ChannelState<T>
  readonly #end: End
  readonly #item: T

  constructor(state: ChannelState<T>, end: End, item: T) {
    super(names.send)
    this.#state = state
    this.#end = end
    this.#item = item
  }

  /** @internal For `select`. */
  get _isReady(): boolean {
    return this.#state.overflow !== 'wait' || this.#state.hasRoom()
  }

  /** @internal For `select`. */
  get _sendsTo(): object | undefined {
    return this.#state
  }

  override start(): Iterator<Suspension, void, unknown> {
    const state = this.#state
    state.checkSender(this.#end)
    if (state.overflow === 'wait' && !state.hasRoom()) return this.wait(state.parkSender(this.#end))
    return new Ready(state.push(this.#item))
  }

  protected override taken(): IteratorResult<Suspension, void> {
    this.left()
    checkWokenSender(this.#state, this.#end)
    return { done: true, value: this.#state.pushWoken(this.#item) }
  }

  protected override left(): void {
    this.#end._waits.delete(this.parked)
  }
}

class Reserve<T> extends Turn<void, SendSlot<T>> {
  readonly #state: ChannelState<T>
  readonly #end: End

  constructor(state: ChannelState<T>, end: End) {
    super(names.reserve)
    this.#state = state
    this.#end = end
  }

  /** @internal For `select`. */
  get _isReady(): boolean {
    return this.#state.hasRoom()
  }

  /** @internal For `select`. */
  get _sendsTo(): object | undefined {
    return this.#state
  }

  override start(): Iterator<Suspension, SendSlot<T>, unknown> {
    const state = this.#state
    state.checkSender(this.#end)
    if (!state.hasRoom()) return this.wait(state.parkSender(this.#end))
    state.reserve(false)
    return new Ready(new SendSlot(state, this.#end))
  }

  protected override taken(): IteratorResult<Suspension, SendSlot<T>> {
    this.left()
    checkWokenSender(this.#state, this.#end)
    this.#state.reserve(true)
    return { done: true, value: new SendSlot(this.#state, this.#end) }
  }

  protected override left(): void {
    this.#end._waits.delete(this.parked)
  }
}

/** An end may have been closed since the sender was woken. Then the next sender gets its room. */
function checkWokenSender<T>(state: ChannelState<T>, end: End): void {
  try {
    state.checkSender(end)
  } catch (error) {
    state.giveWokenRoom()
    throw error
  }
}
