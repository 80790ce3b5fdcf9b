/** The end of a channel from which items are received, until every sender is closed. */

import type { Coroutine, Suspension } from '@acoro/core'
import { Ready, Turn } from '@acoro/core/lowlevel'
import { ClosedResourceError, EndOfChannel, WouldBlock } from '../base/errors.ts'
import { ChannelEnd } from './channel-end.ts'
import type { ChannelState, End } from './channel-state.ts'

/** The end from which items are received. `asyncFor` iterates it until the channel ends. */
export class ReceiveChannel<T> extends ChannelEnd<T> {
  /** @internal Use `openChannel`. */
  constructor(state: ChannelState<T>) {
    super(state)
    state.openReceivers++
  }

  /**
   * Receives an item; waits for one. EndOfChannel once every sender is closed and nothing is left,
   * ClosedResourceError if this end is closed. If cancelled, it has received nothing.
   */
  receive(): Coroutine<T> {
    this._state.checkReceiver(this)
    return new Receive(this._state, this)
  }

  /** Receives an item without waiting. WouldBlock if there is none, EndOfChannel if none will come. */
  receiveNowait(): T {
    const state = this._state
    state.checkReceiver(this)
    if (state.hasItem()) return state.take()
    // With a capacity of 0, the items are still with the senders that wait.
    if (state.ended) throw state.endOfChannel()
    throw new WouldBlock(`${state} has no item: use receive() to wait for one`)
  }

  /** For `asyncFor`: the next item, until the channel ends. */
  *anext(): Generator<Suspension, IteratorResult<T, undefined>, unknown> {
    try {
      return { done: false, value: yield* this.receive() }
    } catch (error) {
      if (error instanceof EndOfChannel && this._state.ended) return { done: true, value: undefined }
      throw error
    }
  }

  /** Returns another receiver of the same channel, closed on its own. Each item goes to one receiver. */
  clone(): ReceiveChannel<T> {
    if (this.closed) throw new ClosedResourceError(`Cannot clone a receiver of ${this._state} that is closed`)
    return new ReceiveChannel(this._state)
  }

  /**
   * Closes this end, and returns the items that were left, which `close()` drops: none as long as another
   * receiver is open. Waiting senders get BrokenResourceError, and have sent nothing. A second call returns
   * none.
   */
  drain(): T[] {
    const items = this.closed ? [] : this._state.lastItems()
    this.close()
    return items
  }

  /** @internal */
  override _leave(): void {
    this._state.closeReceiver(this)
  }
}

const receive = { name: 'ReceiveChannel.receive' }

class Receive<T> extends Turn<void, T> {
  readonly #state: ChannelState<T>
  readonly #end: End

  constructor(state: ChannelState<T>, end: End) {
    super(receive)
    this.#state = state
    this.#end = end
  }

  /** @internal For `select`. */
  get _mayEnd(): object {
    return this.#end
  }

  /** @internal For `select`. */
  get _isReady(): boolean {
    return this.#state.hasItem() || this.#state.ended
  }

  /** @internal For `select`: a channel in which a send waits until a receiver is there. */
  get _receivesFrom(): object | undefined {
    return this.#state.capacity === 0 ? this.#state : undefined
  }

  override start(): Iterator<Suspension, T, unknown> {
    const state = this.#state
    state.checkReceiver(this.#end)
    if (state.hasItem()) return new Ready(state.take())
    if (state.ended) throw state.endOfChannel()
    return this.wait(state.parkReceiver(this.#end))
  }

  protected override taken(): IteratorResult<Suspension, T> {
    this.left()
    if (this.#end.closed) this.#state.giveWokenItem()
    this.#state.checkReceiver(this.#end)
    return { done: true, value: this.#state.takeWoken() }
  }

  protected override left(): void {
    this.#end._waits.delete(this.parked)
  }
}
