/**
 * Items on their way from one task to another. asyncio: `asyncio.Queue`.
 *
 * A put wakes the first getter, and a get the first putter, but the item or the room is taken only when the
 * woken task runs. So a task that is cancelled in between loses nothing: it hands the wake-up on if the item
 * is still there. The price is asyncio's too: in between, `getNowait()` or another task's `get()` can take
 * the item. The woken getter then waits again, at the end of the line.
 *
 * `join()` waits until `taskDone()` was called for every item. `shutdown()` ends the queue: it takes no more
 * items, the remaining ones come out, then getters receive an error. An immediate one drops them.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { describeValue, type Parked, Ring, WaitQueue } from '@acoro/core/lowlevel'
import { QueueEmpty, QueueFull, QueueShutDown } from '../base/errors.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { Get, Join, Put } from './queue-operations.ts'

export interface QueueStatistics {
  size: number
  /** Infinity if there is no limit. */
  maxsize: number
  /** Items that were put in and not yet reported done. */
  unfinished: number
  getters: number
  putters: number
  joiners: number
  isShutdown: boolean
}

/**
 * Hands items from task to task, first in, first out. A `maxsize` of 0 or less means no limit. `asyncFor`
 * iterates it until it was shut down and is empty. asyncio: `asyncio.Queue`.
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
    owner: this,
    describe: () => this._describe('get', `${this.qsize()} items, ${this._getters.size} waiting`),
    onReturned: () => void (this.empty() || this._getters.wakeOne()),
  })
  /** @internal */
  readonly _putters: WaitQueue = new WaitQueue({
    owner: this,
    describe: () =>
      this._describe('put', `${this.qsize()} of ${this.maxsize} items, ${this._putters.size} waiting`),
    onReturned: () => void (this.full() || this._putters.wakeOne()),
  })
  /** @internal */
  readonly _joiners: WaitQueue = new WaitQueue({
    owner: this,
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

  // ------------------------------------------------------------------ for subclasses with another order

  /** Called once before the first `_put`, when the fields of a subclass are set. */
  protected _init(_maxsize: number): void {}

  /** Stores an item. */
  protected _put(item: T): void {
    this.#items.push(item)
  }

  /** Removes and returns the next item; called only if there is one. */
  protected _get(): T {
    return this.#items.shiftAndShrink()
  }

  /** The number of items. */
  qsize(): number {
    return this.#items.length
  }

  // ------------------------------------------------------------------ items

  empty(): boolean {
    return this.qsize() === 0
  }

  /** Whether it has `maxsize` items; false if there is no limit. */
  full(): boolean {
    return this.maxsize > 0 && this.qsize() >= this.maxsize
  }

  /**
   * Puts an item in; waits for room. QueueShutDown if the queue is shut down, at the call or while it waits.
   * If cancelled, it has put nothing in.
   */
  put(item: T): Coroutine<void> {
    if (this.#isShutdown) throw new QueueShutDown(`Cannot put into ${this}: it is shut down`)
    return new Put(this, item)
  }

  /** Takes an item out; waits for one. QueueShutDown if none will come. If cancelled, it has taken none. */
  get(): Coroutine<T> {
    return new Get(this)
  }

  /** Puts an item in without waiting. QueueFull if there is no room, QueueShutDown after a shutdown. */
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

  /** Takes an item out without waiting. QueueEmpty if there is none, QueueShutDown if none will come. */
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

  /** Reports that the work on one item is done. RangeError if it was called for every item already. */
  taskDone(): void {
    if (this.#unfinished === 0) throw new RangeError('taskDone() called too many times')
    if (--this.#unfinished === 0) this._joiners.wakeAll()
  }

  /** Waits until `taskDone()` was called for every item that was put in. Cancelling it changes nothing. */
  join(): Coroutine<void> {
    return new Join(this)
  }

  /**
   * Ends the queue: `put` throws QueueShutDown from now on, and `get` once the queue is empty. `immediate`
   * drops the remaining items and counts them as done. Waiting tasks are woken. It can be called again.
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

  /** @internal For a woken getter. If a subclass's `_get` throws, the next getter is woken. */
  _getWoken(): T {
    try {
      return this.getNowait()
    } catch (error) {
      this._getters.wakeOne()
      throw error
    }
  }

  /** @internal For a woken putter. If its item is refused, the next putter is woken: there is still room. */
  _putWoken(item: T): void {
    try {
      this.putNowait(item)
    } catch (error) {
      this._putters.wakeOne()
      throw error
    }
  }

  /** @internal Joins the line of getters. QueueShutDown after a shutdown. */
  _parkGetter(): Parked<void, void> {
    if (this.#isShutdown) throw new QueueShutDown(`Cannot get from ${this}: it is shut down and empty`)
    this._bind()
    return this._getters.park()
  }

  /** @internal Joins the line of putters. QueueShutDown after a shutdown. */
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
