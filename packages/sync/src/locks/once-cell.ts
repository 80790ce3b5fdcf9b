/**
 * A value that is made once, by the first task that needs it.
 *
 *   empty --getOrInit--> being made --made--> set: all who wait get it
 *                          ^  \--it fails, or its task is cancelled--> the next waiting task makes it
 *                          \-----------------------------------------/  (none waits: empty)
 *
 * Unlike a task that all share, the value is made in the task of a caller, by that caller's function. So an
 * error comes out where it happened, and a cancel stops only the task that was cancelled.
 *
 * Invariant: at most one function is under way.
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  currentTask,
  isAwaitable,
  RuntimeError,
  type Suspension,
  type Task,
} from '@acoro/core'
import { describeValue, WaitQueue } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface OnceCellStatistics {
  state: 'empty' | 'being made' | 'set'
  waiting: number
}

/**
 * Holds a value that is made once. asyncio has no counterpart; tokio's OnceCell.
 *
 * @example
 * ```ts
 * const connection = new OnceCell<string>()
 * let made = 0
 * const connect = function* () {
 *   yield* sleep(10)
 *   return `connection ${++made}`
 * }
 * await run(function* main() {
 *   return yield* gather([connection.getOrInit(connect), connection.getOrInit(connect)])
 * }) // => ['connection 1', 'connection 1']
 * ```
 */
export class OnceCell<T> extends Primitive {
  #value: { readonly value: T } | null = null
  #maker: Task<unknown> | null = null
  #making = false
  /** @internal Woken when the value is set, or when it is this task's turn to make it. */
  readonly _queue: WaitQueue<'set' | 'your turn'> = new WaitQueue<'set' | 'your turn'>({
    owner: this,
    describe: () => this._describe('getOrInit', `being made, ${this._queue.size} waiting`),
    holders: () => (this.#maker === null ? [] : [this.#maker]),
    onReturned: (wake) => {
      if (wake === 'your turn') this.#handOn()
    },
  })

  constructor(options?: NamedOptions) {
    super(options)
  }

  /** The value; undefined if it is not set. Never waits. */
  get(): T | undefined {
    return this.#value?.value
  }

  isSet(): boolean {
    return this.#value !== null
  }

  /** Sets the value. RuntimeError if it is set, or being made. */
  set(value: T): void {
    if (this.#value !== null || this.#making) {
      throw new RuntimeError(`Expected an empty cell to set, got ${this}: a value is set once`)
    }
    this.#value = { value }
  }

  /**
   * Returns the value. If it is not set, calls `make` and sets what that returns; other tasks wait meanwhile.
   * If `make` throws, its error comes out here, and the next waiting task calls its own. `make` must not need
   * the cell itself: it would wait for itself.
   *
   * If cancelled, it leaves the line, or its `make` is cancelled and the next waiting task goes on.
   */
  getOrInit(make: () => Awaitable<T>): Coroutine<T> {
    checkFunction(make, 'what makes the value of a OnceCell')
    return getting(this as OnceCell<unknown>, make) as Coroutine<T>
  }

  statistics(): OnceCellStatistics {
    return { state: this.#state, waiting: this._queue.size }
  }

  /** @internal */
  *_getting(make: () => Awaitable<T>): Generator<Suspension, T, unknown> {
    if (this.#making) {
      this._bind()
      yield* this._queue.park()
    }
    if (this.#value !== null) return this.#value.value
    this.#making = true
    this.#maker = currentTask()
    try {
      const value = yield* awaitable(make())
      this.#value = { value }
      return value
    } finally {
      this.#maker = null
      if (this.#value === null) this.#handOn()
      else {
        this.#making = false
        this._queue.wakeAll('set')
      }
    }
  }

  /**
   * The next waiting task makes the value. Until it runs the cell counts as being made: a task that arrives
   * meanwhile must not overtake it.
   */
  #handOn(): void {
    this.#making = this._queue.wakeOne('your turn')
  }

  get #state(): OnceCellStatistics['state'] {
    return this.#value !== null ? 'set' : this.#making ? 'being made' : 'empty'
  }

  /** @internal */
  override _summary(): string {
    return `${this.#state}, waiting:${this._queue.size}`
  }
}

function awaitable<T>(made: Awaitable<T>): Awaitable<T> {
  if (isAwaitable(made)) return made as Awaitable<T>
  throw new TypeError(
    `Expected what makes the value of a OnceCell to return something to await, a coroutine or a future, got ${describeValue(made)}`,
  )
}

const getting = coroutine(function* getOrInit(
  cell: OnceCell<unknown>,
  make: () => Awaitable<unknown>,
): Generator<Suspension, unknown, unknown> {
  return yield* cell._getting(make)
})
