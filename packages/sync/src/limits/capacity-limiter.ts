/**
 * A semaphore that knows its borrowers, and whose size can change while it is in use.
 *
 * Each borrower (by default the current task) has at most one token: if tasks could borrow twice, all of them
 * could wait for one another. If the total is lowered, tokens that are lent stay lent; the next one is lent
 * when enough have come back.
 */

import { type Coroutine, RuntimeError, type Suspension } from '@acoro/core'
import { describeValue, Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { cancelAllOf } from '../base/cancel-waiting.ts'
import { checkLimit } from '../base/check.ts'
import { handedOut } from '../base/dropped.ts'
import { Permit, type Releasable } from '../base/permit.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { taskHere } from '../base/task-here.ts'

export interface CapacityLimiterStatistics {
  totalTokens: number
  borrowedTokens: number
  /** The borrowers that have a token; tasks by their names. */
  borrowers: string[]
  waiting: number
}

/**
 * Lends `totalTokens` tokens, one to each borrower, in order of arrival. RangeError if it is less than 0;
 * Infinity is allowed. With 0 it is a pause: nobody gets a token until the total is raised. Like trio's and
 * anyio's.
 *
 * @example
 * ```ts
 * const limiter = new CapacityLimiter(1, { name: 'printers' })
 * const job = coroutine(function* job() {
 *   using _token = yield* limiter.acquire()
 *   yield* sleep(10)
 *   return limiter.borrowedTokens
 * })
 * await run(function* main() {
 *   const jobs = [createTask(job()), createTask(job())]
 *   yield* sleep(1)
 *   limiter.totalTokens = 2
 *   return yield* gather(jobs)
 * }) // => [2, 1]
 * ```
 */
export class CapacityLimiter extends Primitive {
  #total: number
  readonly #borrowers: Map<unknown, Permit> = new Map()
  readonly #waiting: Set<unknown> = new Set()
  /** @internal Each wait asks for one borrower. */
  readonly _queue: WaitQueue<Permit, unknown> = new WaitQueue<Permit, unknown>({
    owner: this,
    describe: () =>
      this._describe('acquire', `${this.borrowedTokens} of ${this.#total} lent, ${this._queue.size} waiting`),
    onReturned: (permit) => permit.release(),
  })

  constructor(totalTokens: number, options?: NamedOptions) {
    super(options)
    checkLimit(totalTokens, 'the tokens of a CapacityLimiter', 0)
    this.#total = totalTokens
  }

  get totalTokens(): number {
    return this.#total
  }

  /** Raising it lends at once; lowering it takes no token away. RangeError if it is less than 0. */
  set totalTokens(total: number) {
    checkLimit(total, 'the tokens of a CapacityLimiter', 0)
    this.#total = total
    this.#lend()
  }

  get borrowedTokens(): number {
    return this.#borrowers.size
  }

  /** The number of tokens that can be lent now; 0 while more are lent than the total. */
  get availableTokens(): number {
    return Math.max(0, this.#total - this.#borrowers.size)
  }

  /**
   * Waits for a token for the current task, or for `borrower`: `using token = yield* limiter.acquire()`.
   * RuntimeError if that borrower has one or waits for one. If cancelled, it leaves the line, and hands on a
   * token it was given.
   */
  acquire(borrower?: unknown): Coroutine<Permit> {
    return new Acquire(this, borrower)
  }

  /** Takes a token if one is free and no task waits; returns undefined otherwise. Never waits. */
  tryAcquire(borrower?: unknown): Permit | undefined {
    const who = this._newBorrower(borrower)
    return this._isFree ? this._handOut(this._lendTo(who), borrower) : undefined
  }

  /** Returns the token of the current task, or of `borrower`. RuntimeError if it has none. */
  release(borrower?: unknown): void {
    const who = borrowerOf(borrower)
    const permit = this.#borrowers.get(who)
    if (permit === undefined) {
      throw new RuntimeError(
        `Expected a borrower with a token of ${this}, got ${nameOf(who)}, which has none`,
      )
    }
    permit.release()
  }

  /** Cancels all waiting tasks: they get CancelledError with `message`. Returns their number. */
  cancelWaiting(message?: unknown): number {
    return cancelAllOf(this._queue, message)
  }

  /** For `asyncWith`: borrows for the current task at the beginning of the block. */
  *aenter(): Generator<Suspension, void, unknown> {
    yield* this.acquire()
  }

  /** For `asyncWith`: returns the current task's token at the end of the block. */
  *aexit(): Generator<Suspension, void, unknown> {
    this.release()
  }

  statistics(): CapacityLimiterStatistics {
    return {
      totalTokens: this.#total,
      borrowedTokens: this.#borrowers.size,
      borrowers: [...this.#borrowers.keys()].map(nameOf),
      waiting: this._queue.size,
    }
  }

  /** @internal */
  get _isFree(): boolean {
    return this.#borrowers.size < this.#total && this._queue.size === 0
  }

  /** @internal */
  _newBorrower(borrower: unknown): unknown {
    const who = borrowerOf(borrower)
    const has = this.#borrowers.has(who)
    if (has || this.#waiting.has(who)) {
      throw new RuntimeError(`${nameOf(who)} ${has ? 'has' : 'waits for'} a token of ${this} already`)
    }
    return who
  }

  /** @internal */
  _lendTo(borrower: unknown): Permit {
    const permit = new Permit(new Loan(this, borrower), 1)
    this.#borrowers.set(borrower, permit)
    return permit
  }

  /**
   * @internal The token that the current task receives. If it is for another borrower, any task may return
   * it.
   */
  _handOut(permit: Permit, borrower: unknown): Permit {
    return borrower === undefined || borrower === taskHere() ? handedOut(permit, this) : permit
  }

  /** @internal `release()` returns the token of a borrower, and only the task itself can name it. */
  get _countsReleases(): boolean {
    return false
  }

  /** @internal */
  _takeBack(borrower: unknown): void {
    if (this.#borrowers.delete(borrower)) this.#lend()
  }

  /** @internal */
  _waits(borrower: unknown, waits: boolean): void {
    if (waits) this.#waiting.add(borrower)
    else this.#waiting.delete(borrower)
  }

  /** @internal */
  override _summary(): string {
    return `${this.#borrowers.size} of ${this.#total} lent, waiting:${this._queue.size}`
  }

  #lend(): void {
    for (let first = this._queue.first; first !== undefined; first = this._queue.first) {
      if (this.#borrowers.size >= this.#total) return
      this._queue.wakeOne(this._lendTo(first.request))
    }
  }
}

class Loan implements Releasable {
  readonly #limiter: CapacityLimiter
  readonly #borrower: unknown

  constructor(limiter: CapacityLimiter, borrower: unknown) {
    this.#limiter = limiter
    this.#borrower = borrower
  }

  /** @internal */
  _release(): void {
    this.#limiter._takeBack(this.#borrower)
  }
}

const acquire = { name: 'CapacityLimiter.acquire' }

class Acquire extends Turn<Permit, Permit> {
  readonly #limiter: CapacityLimiter
  #borrower: unknown

  constructor(limiter: CapacityLimiter, borrower: unknown) {
    super(acquire)
    this.#limiter = limiter
    this.#borrower = borrower
  }

  // Checked here, not at the call: the task that awaits it is the borrower.
  override start(): Iterator<Suspension, Permit, unknown> {
    const limiter = this.#limiter
    const borrower = limiter._newBorrower(this.#borrower)
    if (limiter._isFree) return new Ready(limiter._handOut(limiter._lendTo(borrower), borrower))
    limiter._bind()
    this.#borrower = borrower
    const parked = limiter._queue.park(borrower)
    limiter._waits(borrower, true)
    return this.wait(parked)
  }

  protected override taken(permit: Permit): IteratorResult<Suspension, Permit> {
    this.left()
    return { done: true, value: this.#limiter._handOut(permit, this.#borrower) }
  }

  protected override left(): void {
    this.#limiter._waits(this.#borrower, false)
  }
}

function borrowerOf(borrower: unknown): unknown {
  const who = borrower ?? taskHere()
  if (who === null) throw new RuntimeError('Expected a borrower: no task is running here, so name one')
  return who
}

function nameOf(borrower: unknown): string {
  try {
    const name = (borrower as { name?: unknown }).name
    return typeof name === 'string' ? name : describeValue(borrower)
  } catch {
    return 'an object'
  }
}
