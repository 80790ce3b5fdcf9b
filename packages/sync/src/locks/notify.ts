/**
 * Tells a task that something happened, without a value and without a lock. tokio's `Notify`.
 *
 * If no task waits, `notifyOne()` keeps one notification for the next task that waits. So a program that
 * checks its state and then waits misses nothing in between, which an Event that is set and cleared would. A
 * task that was woken and is cancelled before it runs hands the notification on. `notifyAll()` reaches the
 * tasks that wait now; it is not kept.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface NotifyStatistics {
  /** Whether a notification is kept for the next task. */
  notified: boolean
  waiting: number
}

/**
 * Wakes one task, now or when it next waits, or all tasks that wait now.
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
  /** @internal Woken with true if the notification is for one task, and has to be handed on. */
  readonly _queue: WaitQueue<boolean> = new WaitQueue<boolean>({
    owner: this,
    describe: () => this._describe('wait', `${this._queue.size} waiting`),
    onReturned: (forOne) => {
      if (forOne) this.notifyOne()
    },
  })

  constructor(options?: NamedOptions) {
    super(options)
  }

  /** Wakes the first waiting task, or lets the next one through if none waits. */
  notifyOne(): void {
    if (!this._queue.wakeOne(true)) this.#notified = true
  }

  /** Wakes all tasks that wait now. */
  notifyAll(): void {
    this._queue.wakeAll(false)
  }

  /**
   * Waits for a notification, or uses up the kept one at once. If cancelled, it hands its notification on.
   */
  wait(): Coroutine<void> {
    return new Wait(this)
  }

  statistics(): NotifyStatistics {
    return { notified: this.#notified, waiting: this._queue.size }
  }

  /** @internal */
  get _isNotified(): boolean {
    return this.#notified
  }

  /** @internal Takes the kept notification, if there is one. */
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

  /** @internal For `select`. */
  get _isReady(): boolean {
    return this.#notify._isNotified
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
