/**
 * Sends the items of a job, one after the other, to a caller that reads them one by one.
 *
 * Items are sent ahead of their reader, as many as its window allows, and are not waited for one by one. The
 * reader tells how many it has taken, from the beginning of the stream. So a message that comes twice, or
 * late, does no harm, and a job that is begun again learns what its reader has already.
 *
 * Invariant: at most `window` items were sent and not taken.
 */

import { getRunningLoop, type Suspension } from '@acoro/core'
import { ExternalFuture } from '@acoro/core/lowlevel'
import { settled } from '../base/settled.ts'

/** Encodes an item, and says how to send it: false if the lock of the job is gone. */
export type PrepareItem = (
  item: unknown,
  number: number,
) => { readonly stored: (() => PromiseLike<void>) | undefined; send(): Promise<boolean> }

export class ItemSender {
  readonly #window: number
  readonly #prepare: PrepareItem
  readonly #onLost: () => void
  #sent = 0
  #taken = 0
  #last: Promise<void> = Promise.resolve()
  #failure: { readonly error: unknown } | null = null
  #room: ExternalFuture<void> | null = null

  constructor(window: number, prepare: PrepareItem, onLost: () => void) {
    this.#window = window
    this.#prepare = prepare
    this.#onLost = onLost
  }

  /** How many items there were. */
  get count(): number {
    return this.#sent
  }

  /** The reader has taken this many, from the beginning. */
  taken(count: number): void {
    if (!(count > this.#taken)) return
    this.#taken = count
    this.#wake()
  }

  /** Sends an item once there is room for it. Throws what went wrong with an earlier one. */
  *send(item: unknown): Generator<Suspension, void, unknown> {
    while (this.#failure === null && this.#sent - this.#taken >= this.#window) {
      this.#room = new ExternalFuture<void>(getRunningLoop(), 'the reader of a stream to take an item', false)
      yield* this.#room
    }
    if (this.#failure !== null) throw this.#failure.error
    const number = this.#sent
    // Another run has sent it already.
    if (number < this.#taken) {
      this.#sent++
      return
    }
    const prepared = this.#prepare(item, number)
    if (prepared.stored !== undefined) yield* settled(prepared.stored(), 'the store')
    this.#sent++
    this.#last = prepared.send().then(
      (held) => {
        if (!held) this.#onLost()
      },
      (error: unknown) => {
        this.#failure ??= { error }
        this.#wake()
      },
    )
  }

  /** Waits until Redis has all of them. */
  *flush(): Generator<Suspension, void, unknown> {
    yield* settled(this.#last, 'the last item to be sent')
    if (this.#failure !== null) throw this.#failure.error
  }

  #wake(): void {
    if (this.#room !== null && !this.#room.done()) this.#room.setResult(undefined)
  }
}
