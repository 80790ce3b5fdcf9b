/** The common part of both ends of a channel: each is closed on its own, and the last ends the channel. */

import type { ChannelState, ChannelStatistics, End } from './channel-state.ts'
import { Waits } from './waits.ts'

export abstract class ChannelEnd<T> implements Disposable, End {
  /** @internal */
  readonly _state: ChannelState<T>
  /** @internal */
  readonly _waits: Waits = new Waits()
  #closed = false

  /** @internal Use `openChannel`. */
  constructor(state: ChannelState<T>) {
    this._state = state
  }

  get closed(): boolean {
    return this.#closed
  }

  /**
   * Closes this end; a second call does nothing. If it was the last sender, the channel ends once its items
   * are received. If it was the last receiver, the remaining items are dropped. Its waiting tasks get
   * ClosedResourceError.
   */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this._leave()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** For `asyncWith`: the block receives this end. */
  *aenter(): Generator<never, this, unknown> {
    return this
  }

  /** For `asyncWith`: closes it at the end of the block. */
  *aexit(): Generator<never, void, unknown> {
    this.close()
  }

  statistics(): ChannelStatistics {
    return this._state.statistics()
  }

  toString(): string {
    return `<${this.constructor.name} ${this.#closed ? 'closed' : 'open'} of ${this._state}>`
  }

  /** @internal Tells the channel that this end is closed. */
  abstract _leave(): void
}
