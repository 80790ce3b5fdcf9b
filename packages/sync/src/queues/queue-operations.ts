/** The coroutines of a Queue's `get`, `put` and `join`: each begins when awaited, and waits if it has to. */

import type { Suspension } from '@acoro/core'
import { Operation, type Parked, Ready, Turn, type WaitQueue } from '@acoro/core/lowlevel'

/** What the operations need of a queue. */
export interface Operated<T> {
  empty(): boolean
  full(): boolean
  getNowait(): T
  putNowait(item: T): void
  readonly _unfinished: number
  readonly _isShutdown: boolean
  readonly _joiners: WaitQueue
  _bind(): unknown
  _parkGetter(): Parked<void, void>
  _parkPutter(): Parked<void, void>
  _getWoken(): T
  _putWoken(item: T): void
}

const names = { get: { name: 'Queue.get' }, put: { name: 'Queue.put' }, join: { name: 'Queue.join' } }

export class Get<T> extends Turn<void, T> {
  readonly #queue: Operated<T>

  constructor(queue: Operated<T>) {
    super(names.get)
    this.#queue = queue
  }

  /** @internal For `select`. */
  get _mayEnd(): object {
    return this.#queue
  }

  /** @internal For `select`. */
  get _isReady(): boolean {
    return !this.#queue.empty() || this.#queue._isShutdown
  }

  override start(): Iterator<Suspension, T, unknown> {
    const queue = this.#queue
    return queue.empty() ? this.wait(queue._parkGetter()) : new Ready(queue.getNowait())
  }

  protected override taken(): IteratorResult<Suspension, T> {
    const queue = this.#queue
    return queue.empty() ? this.again(queue._parkGetter()) : { done: true, value: queue._getWoken() }
  }
}

export class Put<T> extends Turn<void, void> {
  readonly #queue: Operated<T>
  readonly #item: T

  constructor(queue: Operated<T>, item: T) {
    super(names.put)
    this.#queue = queue
    this.#item = item
  }

  /** @internal For `select`. */
  get _isReady(): boolean {
    return !this.#queue.full()
  }

  override start(): Iterator<Suspension, void, unknown> {
    const queue = this.#queue
    return queue.full() ? this.wait(queue._parkPutter()) : new Ready(queue.putNowait(this.#item))
  }

  protected override taken(): IteratorResult<Suspension, void> {
    const queue = this.#queue
    return queue.full() ? this.again(queue._parkPutter()) : { done: true, value: queue._putWoken(this.#item) }
  }
}

export class Join<T> extends Operation<void> {
  readonly #queue: Operated<T>

  constructor(queue: Operated<T>) {
    super(names.join)
    this.#queue = queue
  }

  start(): Iterator<Suspension, void, unknown> {
    if (this.#queue._unfinished === 0) return new Ready(undefined)
    this.#queue._bind()
    return this.#queue._joiners.park()
  }
}
