/** What `get`, `put` and `join` of a Queue give: they begin where they are awaited, and wait only where they have to. */

import type { Suspension } from '@acoro/core'
import { Operation, Ready, Turn } from '@acoro/core/lowlevel'
import type { Queue } from './queue.ts'

const names = { get: { name: 'Queue.get' }, put: { name: 'Queue.put' }, join: { name: 'Queue.join' } }

export class Get<T> extends Turn<void, T> {
  readonly #queue: Queue<T>

  constructor(queue: Queue<T>) {
    super(names.get)
    this.#queue = queue
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
  readonly #queue: Queue<T>
  readonly #item: T

  constructor(queue: Queue<T>, item: T) {
    super(names.put)
    this.#queue = queue
    this.#item = item
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
  readonly #queue: Queue<T>

  constructor(queue: Queue<T>) {
    super(names.join)
    this.#queue = queue
  }

  start(): Iterator<Suspension, void, unknown> {
    if (this.#queue._unfinished === 0) return new Ready(undefined)
    this.#queue._bind()
    return this.#queue._joiners.park()
  }
}
