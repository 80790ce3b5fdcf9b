/**
 * Items on their way from one task to another. asyncio: `asyncio.Queue`.
 *
 * A put wakes the first getter, a get the first putter, but the item (or the room) is taken only when the woken
 * task runs. So a task cancelled in between loses nothing: it hands the wake-up on if what it was woken for is still
 * there. The price is asyncio's too: in between, `getNowait()` or another task's `get()` may take the item, and the
 * woken getter waits again, at the end of the line.
 *
 * `task done` counts items put and not yet reported done, for `join()`. `shutdown()` is the end of the stream:
 * nothing goes in any more, what is in comes out, then getters are told; an immediate one drops what is in.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { describeValue, type Parked, Ring, WaitQueue } from '@acoro/core/lowlevel'
import { QueueEmpty, QueueFull, QueueShutDown } from '../base/errors.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { Get, Join, Put } from './queue-operations.ts'

export interface QueueStatistics {
  size: number
  /** Infinity where there is no limit. */
  maxsize: number
  /** Items put and not yet reported done. */
  unfinished: number
  getters: number
  putters: number
  joiners: number
  isShutdown: boolean
}

/**
 * First in, first out. A `maxsize` of 0 or less is none. Iterate it with `asyncFor`: that ends when it was
 * shut down and is empty. asyncio: `asyncio.Queue`.
 *
 * @example
 * ```ts
 * const queue = new Queue<string>(1)
 * const produce = coroutine(function* produce() {
 *   for (const item of ['a', 'b', 'c']) yield* queue.put(item)
 * })
 * await run(function* main() {
 *   const producer = createTask(produce())
 *   const items = [yield* queue.get(), yield* queue.get(), yield* queue.get()]
 *   yield* producer
 *   return items
 * }) // => ['a', 'b', 'c']
 * ```
 */
export class Queue<T> extends Primitive {
  readonly maxsize: number
  readonly #items = new Ring<T>()
  #begun = false
  #unfinished = 0
  #isShutdown = false
  /** @internal */
  readonly _getters: WaitQueue = new WaitQueue({
    describe: () => this._describe('get', `${this.qsize()} items, ${this._getters.size} waiting`),
    onReturned: () => void (this.empty() || this._getters.wakeOne()),
  })
  /** @internal */
  readonly _putters: WaitQueue = new WaitQueue({
    describe: () =>
      this._describe('put', `${this.qsize()} of ${this.maxsize} items, ${this._putters.size} waiting`),
    onReturned: () => void (this.full() || this._putters.wakeOne()),
  })
  /** @internal */
  readonly _joiners: WaitQueue = new WaitQueue({
    describe: () => this._describe('join', `${this.#unfinished} unfinished, ${this._joiners.size} waiting`),
    onReturned: () => {},
  })

  constructor(maxsize = 0, options?: NamedOptions) {
    super(options)
    if (typeof maxsize !== 'number') {
      throw new TypeError(
        `Expected the maxsize of a ${new.target.name}, a number, got ${describeValue(maxsize)}`,
      )
    }
    if (!Number.isInteger(maxsize) && Math.abs(maxsize) !== Number.POSITIVE_INFINITY) {
      throw new RangeError(
        `Expected the maxsize of a ${new.target.name}, a whole number or Infinity, got ${maxsize}`,
      )
    }
    this.maxsize = maxsize
  }

  // ------------------------------------------------------------------ what a discipline of one's own overrides

  /** Called once, before the first `_put`: when a subclass has set its fields. */
  protected _init(_maxsize: number): void {}

  /** Keeps an item. */
  protected _put(item: T): void {
    this.#items.push(item)
  }

  /** Gives the item that is due; there is one. */
  protected _get(): T {
    return this.#items.shift()
  }

  /** How many items are in it. */
  qsize(): number {
    return this.#items.length
  }

  // ------------------------------------------------------------------ items

  empty(): boolean {
    return this.qsize() === 0
  }

  /** Has it `maxsize` items? Never where there is no limit. */
  full(): boolean {
    return this.maxsize > 0 && this.qsize() >= this.maxsize
  }

  /**
   * Puts an item in, waiting for room. QueueShutDown at the call, or while it waits, where the queue is shut down.
   * Cancelled, it has put nothing in.
   */
  put(item: T): Coroutine<void> {
    if (this.#isShutdown) throw new QueueShutDown(`Cannot put into ${this}: it is shut down`)
    return new Put(this, item)
  }

  /** Takes an item out, waiting for one. QueueShutDown where none will come. Cancelled, it has taken nothing out. */
  get(): Coroutine<T> {
    return new Get(this)
  }

  /** Puts an item in now, or QueueFull, or QueueShutDown. */
  putNowait(item: T): void {
    if (this.#isShutdown) throw new QueueShutDown(`Cannot put into ${this}: it is shut down`)
    if (this.full()) throw new QueueFull(`${this} is full: use put() to wait for room`)
    if (!this.#begun) {
      this.#begun = true
      this._init(this.maxsize)
    }
    this._put(item)
    this.#unfinished++
    this._getters.wakeOne()
  }

  /** Takes an item out now, or QueueEmpty, or QueueShutDown. */
  getNowait(): T {
    if (this.empty()) {
      if (this.#isShutdown) throw new QueueShutDown(`Cannot get from ${this}: it is shut down and empty`)
      throw new QueueEmpty(`${this} is empty: use get() to wait for an item`)
    }
    const item = this._get()
    this._putters.wakeOne()
    return item
  }

  // ------------------------------------------------------------------ work done, and the end

  /** Says that the work on an item taken out is done. RangeError where that was said for every item already. */
  taskDone(): void {
    if (this.#unfinished === 0) throw new RangeError('taskDone() called too many times')
    if (--this.#unfinished === 0) this._joiners.wakeAll()
  }

  /** Waits until `taskDone()` was called for every item put in. Cancel-safe. */
  join(): Coroutine<void> {
    return new Join(this)
  }

  /**
   * Ends it: puts are refused from now on, and gets once it is empty; `immediate` drops what is in, and counts it
   * as done. Whoever waits is told. The second time it does no more than the first, save for `immediate`.
   */
  shutdown(immediate = false): void {
    if (typeof immediate !== 'boolean') {
      throw new TypeError(`Expected immediate, a boolean, got ${describeValue(immediate)}`)
    }
    this.#isShutdown = true
    if (immediate) {
      while (!this.empty()) {
        this._get()
        if (this.#unfinished > 0) this.#unfinished--
      }
      if (this.#unfinished === 0) this._joiners.wakeAll()
    }
    this._getters.wakeAll()
    this._putters.wakeAll()
  }

  /** For `asyncFor`: the next item, until the queue is shut down and empty. */
  *anext(): Generator<Suspension, IteratorResult<T, undefined>, unknown> {
    try {
      return { done: false, value: yield* this.get() }
    } catch (error) {
      if (error instanceof QueueShutDown && this.#isShutdown && this.empty())
        return { done: true, value: undefined }
      throw error
    }
  }

  statistics(): QueueStatistics {
    return {
      size: this.qsize(),
      maxsize: this.maxsize > 0 ? this.maxsize : Number.POSITIVE_INFINITY,
      unfinished: this.#unfinished,
      getters: this._getters.size,
      putters: this._putters.size,
      joiners: this._joiners.size,
      isShutdown: this.#isShutdown,
    }
  }

  /** @internal */
  get _isShutdown(): boolean {
    return this.#isShutdown
  }

  /** @internal */
  get _unfinished(): number {
    return this.#unfinished
  }

  /** @internal For a woken getter: where the discipline fails, the next one may try. */
  _getWoken(): T {
    try {
      return this.getNowait()
    } catch (error) {
      this._getters.wakeOne()
      throw error
    }
  }

  /** @internal For a woken putter: where its item is refused, there is still room for the next one. */
  _putWoken(item: T): void {
    try {
      this.putNowait(item)
    } catch (error) {
      this._putters.wakeOne()
      throw error
    }
  }

  /** @internal A place in the line of getters, or QueueShutDown. */
  _parkGetter(): Parked<void, void> {
    if (this.#isShutdown) throw new QueueShutDown(`Cannot get from ${this}: it is shut down and empty`)
    this._bind()
    return this._getters.park()
  }

  /** @internal A place in the line of putters, or QueueShutDown. */
  _parkPutter(): Parked<void, void> {
    if (this.#isShutdown) throw new QueueShutDown(`Cannot put into ${this}: it is shut down`)
    this._bind()
    return this._putters.park()
  }

  /** @internal */
  override _summary(): string {
    const limit = this.maxsize > 0 ? ` of ${this.maxsize}` : ''
    return `${this.qsize()}${limit} items${this.#isShutdown ? ', shut down' : ''}`
  }
}
