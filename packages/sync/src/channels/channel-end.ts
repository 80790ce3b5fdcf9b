/** What the two ends of a channel have in common: each is closed on its own, and the last of its kind ends the channel. */

import type { ChannelState, ChannelStatistics, End } from './channel-state.ts'

export abstract class ChannelEnd<T> implements Disposable, End {
  /** @internal */
  readonly _state: ChannelState<T>
  #closed = false

  /** @internal Use `openChannel`. */
  constructor(state: ChannelState<T>) {
    this._state = state
  }

  get closed(): boolean {
    return this.#closed
  }

  /**
   * Closes this end. With the last sender the channel ends, once its items are received; with the last receiver what was not
   * received is dropped. A second time does nothing.
   */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this._leave()
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
    return this._state.statistics()
  }

  toString(): string {
    return `<${this.constructor.name} ${this.#closed ? 'closed' : 'open'} of ${this._state}>`
  }

  /** @internal Tells the channel that it is closed. */
  abstract _leave(): void
}
