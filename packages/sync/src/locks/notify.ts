/**
 * «Something happened», without a value and without a lock. tokio's `Notify`.
 *
 * A `notifyOne()` that finds nobody waiting is kept, once, for the next one to come; so «look, then wait» loses no
 * wake-up that comes between the two, as an Event that is set and cleared does. A waiter that was woken by it and
 * cancelled before it ran hands it on. `notifyAll()` is for those who wait now and is not kept.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface NotifyStatistics {
  /** Is a notification kept for the next one to come? */
  notified: boolean
  waiting: number
}

/**
 * Wakes one who waits, now or next, or all who wait now.
 *
 * @example
 * ```ts
 * const arrived = new Notify()
 * const inbox: string[] = []
 * const reader = coroutine(function* reader() {
 *   while (inbox.length < 2) yield* arrived.wait()
 *   return inbox
 * })
 * await run(function* main() {
 *   const reading = createTask(reader())
 *   for (const letter of ['first', 'second']) {
 *     yield* sleep(10)
 *     inbox.push(letter)
 *     arrived.notifyOne()
 *   }
 *   return yield* reading
 * }) // => ['first', 'second']
 * ```
 */
export class Notify extends Primitive {
  #notified = false
  /** @internal Woken with true where the notification is for one and has to be handed on. */
  readonly _queue: WaitQueue<boolean> = new WaitQueue<boolean>({
    describe: () => this._describe('wait', `${this._queue.size} waiting`),
    onReturned: (forOne) => {
      if (forOne) this.notifyOne()
    },
  })

  constructor(options?: NamedOptions) {
    super(options)
  }

  /** Wakes the first who waits, or lets the next one who comes through. */
  notifyOne(): void {
    if (!this._queue.wakeOne(true)) this.#notified = true
  }

  /** Wakes all who wait now. */
  notifyAll(): void {
    this._queue.wakeAll(false)
  }

  /** Waits to be notified; not at all where a notification was kept, which is used up. Cancelled, it hands it on. */
  wait(): Coroutine<void> {
    return new Wait(this)
  }

  statistics(): NotifyStatistics {
    return { notified: this.#notified, waiting: this._queue.size }
  }

  /** @internal Takes the notification that was kept, if there is one. */
  _take(): boolean {
    const notified = this.#notified
    this.#notified = false
    return notified
  }

  /** @internal */
  override _summary(): string {
    return `${this.#notified ? 'notified' : 'idle'}, waiting:${this._queue.size}`
  }
}

const wait = { name: 'Notify.wait' }

class Wait extends Turn<boolean, void> {
  readonly #notify: Notify

  constructor(notify: Notify) {
    super(wait)
    this.#notify = notify
  }

  override start(): Iterator<Suspension, void, unknown> {
    if (this.#notify._take()) return new Ready(undefined)
    this.#notify._bind()
    return this.wait(this.#notify._queue.park())
  }

  protected override taken(): IteratorResult<Suspension, void> {
    return { done: true, value: undefined }
  }
}
