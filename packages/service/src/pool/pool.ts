/**
 * Lends resources that are expensive to make, such as connections.
 *
 * First come, first served: a task that is woken owns its lease from that moment. If it is cancelled before
 * it runs, the lease goes to the next one. So lending and what takes it back are one step, and no cancel
 * comes between them.
 *
 * The work on the resources is done in stock.ts, in tasks of its own.
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  currentTask,
  type EventLoop,
  type Suspension,
  type Task,
} from '@acoro/core'
import { checkOptions, durationOrInfinity, MemberList, Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { Named } from '../base/named.ts'
import { awaitable } from '../base/user-code.ts'
import { handedOut } from './dropped-lease.ts'
import { PoolClosedError, PoolFullError } from './errors.ts'
import { Lease, type Lender, type Resource } from './lease.ts'
import type { Line } from './line.ts'
import { type PoolOptions, type Settings, settingsOf } from './options.ts'
import { Stock } from './stock.ts'

export interface PoolStatistics {
  /** All resources: those in the fields below. */
  size: number
  idle: number
  lent: number
  creating: number
  checking: number
  destroying: number
  /** The number of waiting tasks. */
  waiting: number
  min: number
  max: number
}

export interface PoolCloseOptions {
  /** How long leases may be held, and creations may go on, in ms; 5000 by default. */
  grace?: number | undefined
}

/**
 * Lends at most `max` resources at a time. They are made when they are needed, and by `asyncWith` up to
 * `min`. TypeError and RangeError for bad options.
 *
 * Nothing is lost in a cancel: a resource whose waiting task has left goes to the next one, or is idle.
 *
 * @example
 * ```ts
 * import { asyncWith } from '@acoro/core'
 *
 * let made = 0
 * const connections = new Pool({
 *   *create() {
 *     yield* sleep(10)
 *     return { id: ++made, query: (text: string) => sleep(5, `${text} by ${made}`) }
 *   },
 *   max: 2,
 * })
 * const answers = yield* asyncWith(connections, function* () {
 *   const query = (text: string) => connections.use((connection) => connection.query(text))
 *   return yield* gather([query('a'), query('b'), query('c')])
 * })
 * answers.length // => 3
 * made // => 2
 * ```
 */
export class Pool<T> extends Named implements Lender<T>, Line<T> {
  readonly #settings: Settings<T>
  #stock: Stock<T> | null = null
  readonly #leases = new MemberList<Lease<T>>()
  #closing = false
  #force: { cancel(): void } | null = null
  readonly #emptied: WaitQueue = new WaitQueue({ describe: () => this._describe('close', this._summary()) })
  /** @internal */
  readonly _queue: WaitQueue<Lease<T>> = new WaitQueue<Lease<T>>({
    describe: () =>
      this._describe('acquire', `${this.#leases.size} of ${this.max} lent, ${this.waiting} waiting`),
    holders: () => this.#holders(),
    onReturned: (lease) => lease.release(),
  })

  constructor(options: PoolOptions<T>) {
    const settings = settingsOf(options)
    super(settings.name)
    this.#settings = settings
  }

  get min(): number {
    return this.#settings.min
  }

  get max(): number {
    return this.#settings.max
  }

  /** The number of waiting tasks. */
  get waiting(): number {
    return this._queue.size
  }

  /** Whether `close` was called. */
  get closed(): boolean {
    return this.#closing
  }

  /**
   * Waits for a resource: `using lease = yield* pool.acquire()`. PoolFullError if `maxWaiting` tasks wait
   * already, PoolClosedError if the pool is closed, and the error of `create` if that fails. If cancelled, it
   * leaves the line.
   */
  acquire(): Coroutine<Lease<T>> {
    return new Acquire(this)
  }

  /**
   * Lends an idle resource, if there is one that needs no check; returns undefined otherwise. Never waits.
   */
  tryAcquire(): Lease<T> | undefined {
    this._open()
    return this._try()
  }

  /**
   * Calls `body` with a resource, and returns its result. If it throws or is cancelled, `check` decides
   * whether the resource is kept. The body gets the lease, too, to discard a resource that is broken.
   */
  use<R>(body: (value: T, lease: Lease<T>) => Awaitable<R>): Coroutine<R> {
    checkFunction(body, 'the body of use()')
    return using(
      this as Pool<unknown>,
      body as (value: unknown, lease: Lease<unknown>) => Awaitable<unknown>,
    ) as Coroutine<R>
  }

  /**
   * Closes the pool. Waiting tasks get PoolClosedError, idle resources are destroyed, and leases are
   * destroyed when they end, or when `grace` is over. Returns when all are destroyed. If cancelled, the
   * closing goes on.
   */
  close(options?: PoolCloseOptions): Coroutine<void> {
    checkOptions(options, 'close()', { grace: durationOrInfinity })
    return closing(this as Pool<unknown>, options?.grace ?? 5000)
  }

  /** For `asyncWith`: creates `min` resources, and does not wait for them. */
  *aenter(): Generator<never, this, unknown> {
    this._open().serve()
    return this
  }

  /** For `asyncWith`: closes the pool. */
  *aexit(): Generator<Suspension, void, unknown> {
    yield* this.close()
  }

  statistics(): PoolStatistics {
    const { size = 0, idle = 0, creating = 0, checking = 0, destroying = 0 } = this.#stock ?? {}
    const { waiting, min, max } = this
    return { size, idle, lent: this.#leases.size, creating, checking, destroying, waiting, min, max }
  }

  /** @internal */
  override _summary(): string {
    const { lent, idle, waiting } = this.statistics()
    return `${this.#closing ? 'closed, ' : ''}${lent} lent, ${idle} idle, waiting:${waiting}`
  }

  /** @internal */
  override _rebound(): void {
    // What is left belongs to a loop that is gone.
    this.#stock = null
    this.#leases.clear()
  }

  /** @internal The resources, if the pool is open. */
  _open(): Stock<T> {
    const loop = this._bind()
    if (this.#closing) throw new PoolClosedError(`${this} is closed: it lends nothing any more`)
    this.#stock ??= new Stock<T>(this.#settings, this, loop)
    return this.#stock
  }

  /** @internal */
  _try(): Lease<T> | undefined {
    if (this._queue.size > 0) return undefined
    const resource = (this.#stock as Stock<T>).take()
    if (resource === undefined) return undefined
    const lease = this.#lease(resource)
    lease._holder = currentTask(this._bind())
    return handedOut(lease, this)
  }

  /** @internal */
  _checkLine(): void {
    const { maxWaiting } = this.#settings
    if (this.waiting + 1 - (this.#stock as Stock<T>).ahead > maxWaiting) {
      throw new PoolFullError(`${this} is full: ${this.waiting} tasks wait, and maxWaiting is ${maxWaiting}`)
    }
  }

  #lease(resource: Resource<T>): Lease<T> {
    const lease = new Lease<T>(this, resource)
    lease._place = this.#leases.add(lease)
    ;(this.#stock as Stock<T>).lent++
    return lease
  }

  /** @internal */
  lend(resource: Resource<T>): void {
    this._queue.wakeOne(this.#lease(resource))
  }

  /** @internal */
  fail(error: unknown): boolean {
    const { first } = this._queue
    if (first === undefined) return false
    first.remove()
    first.setException(error)
    return true
  }

  /** @internal */
  gone(): void {
    if (!this.#closing || this.statistics().size > 0) return
    this.#force?.cancel()
    this.#emptied.wakeAll()
  }

  /** @internal */
  _return(lease: Lease<T>, resource: Resource<T>, fate: 'keep' | 'check' | 'destroy'): void {
    // False if the pool was used in a loop that is gone.
    if (lease._place?.leave() !== true) return
    const stock = this.#stock as Stock<T>
    stock.lent--
    if (fate === 'destroy' || this.#closing) stock.destroy(resource)
    else if (fate === 'check') stock.suspect(resource)
    else stock.free(resource)
  }

  /** @internal */
  _close(loop: EventLoop, grace: number): void {
    if (this.#closing) return
    this.#closing = true
    this._queue.abort(new PoolClosedError(`${this} was closed while this task waited for a resource`))
    this.#stock?.close()
    if (grace < Infinity) this.#force = loop.callLater(grace, () => this.#giveUp())
    this.gone()
  }

  /** @internal */
  *_emptying(): Generator<Suspension, void, unknown> {
    while (this.statistics().size > 0) yield* this.#emptied.park()
  }

  #giveUp(): void {
    const stock = this.#stock as Stock<T>
    for (const lease of this.#leases) {
      stock.lent--
      stock.destroy(lease._revoke())
    }
    this.#leases.clear()
    stock.giveUp()
    this.gone()
  }

  *#holders(): Generator<Task<unknown>> {
    for (const { _holder } of this.#leases) if (_holder !== null) yield _holder
  }
}

const acquire = { name: 'Pool.acquire' }

class Acquire<T> extends Turn<Lease<T>, Lease<T>> {
  readonly #pool: Pool<T>

  constructor(pool: Pool<T>) {
    super(acquire)
    this.#pool = pool
  }

  override start(): Iterator<Suspension, Lease<T>, unknown> {
    const pool = this.#pool
    const stock = pool._open()
    const lease = pool._try()
    if (lease !== undefined) return new Ready(lease)
    pool._checkLine()
    const parked = pool._queue.park()
    stock.serve()
    return this.wait(parked)
  }

  protected override taken(lease: Lease<T>): IteratorResult<Suspension, Lease<T>> {
    lease._holder = currentTask()
    return { done: true, value: handedOut(lease, this.#pool) }
  }
}

const using = coroutine(function* use(
  pool: Pool<unknown>,
  body: (value: unknown, lease: Lease<unknown>) => Awaitable<unknown>,
): Generator<Suspension, unknown, unknown> {
  const lease = yield* pool.acquire()
  let fate: 'keep' | 'check' = 'check'
  try {
    const result = yield* awaitable(body(lease.value, lease), 'the body of use()')
    fate = 'keep'
    return result
  } finally {
    lease._end(fate)
  }
})

const closing: (pool: Pool<unknown>, grace: number) => Coroutine<void> = coroutine(function* close(
  pool: Pool<unknown>,
  grace: number,
): Generator<Suspension, void, unknown> {
  pool._close(pool._bind(), grace)
  yield* pool._emptying()
})
