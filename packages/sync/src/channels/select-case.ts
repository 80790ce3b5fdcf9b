/**
 * One case of a `select`: an operation that can be begun, asked again when it was woken, and withdrawn.
 *
 *   unbegun --begin--> done at once
 *                \--> waiting --woken--> resume --> done
 *                        |                  \--its item is gone--> waiting
 *                        \--withdraw--> gone: a wake-up that it was given is handed on
 *
 * An operation of this package takes its item, its room or its permit in the step of its task, and not
 * before. So one that was woken can still be withdrawn. An operation that takes things earlier, such as a
 * promise, cannot be a case.
 */

import {
  type Coroutine,
  type Future,
  getRunningLoop,
  isCoroutine,
  isFuture,
  type Suspension,
} from '@acoro/core'
import { describeValue, Operation, OwnIterator, Pause, Turn } from '@acoro/core/lowlevel'
import { EndOfChannel, QueueShutDown } from '../base/errors.ts'

/** The outcome of a case: its value, or the end of its source. */
export type CaseOutcome =
  | { readonly done: false; readonly value: unknown }
  | { readonly done: true; readonly value: undefined }

/** What an operation may tell about itself. */
interface Peekable {
  /** Would it end without a wait? */
  readonly _isReady?: boolean
  /** What may end: a queue, or a receiver. */
  readonly _mayEnd?: object
  /** A channel without capacity that it receives from. */
  readonly _receivesFrom?: object | undefined
  /** The channel that it sends to. */
  readonly _sendsTo?: object | undefined
}

type Key = string | number

export class SelectCase {
  readonly key: Key
  readonly #operation: Coroutine<unknown> | null
  #iterator: Iterator<Suspension, unknown, unknown> | null = null
  /** What it waits for; null at a pause, and before it has begun. */
  #future: Future<unknown> | null = null
  /** Whether its wait was begun: from then on the operation itself is spent. */
  #hasBegun = false
  /** Whether `wake` is to be removed from it. */
  #isWaiting = false

  constructor(key: Key, of: unknown) {
    if (isFuture(of)) {
      this.#operation = null
      this.#future = of
    } else if (isWithdrawable(of)) this.#operation = of
    else {
      throw new TypeError(
        `Expected operations that can be withdrawn, such as queue.get(), event.wait(), sleep(ms) or a task, got ${textOf(of)} as case ${textOfKey(key)}${isCoroutine(of) ? ': use race() for other coroutines' : ''}`,
      )
    }
    this.key = key
  }

  /** Would it end without a wait, as far as it is known before it begins? */
  get isReady(): boolean {
    return this.#operation === null ? this.isWoken : this.#peek._isReady === true
  }

  /** What may end, such as a queue. */
  get source(): object | undefined {
    return this.#peek._mayEnd
  }

  /** Does the one wait for the other, as both ends of a channel without capacity do? */
  meets(other: SelectCase): boolean {
    const { _receivesFrom: channel } = this.#peek
    return channel !== undefined && channel === other.#peek._sendsTo
  }

  get #peek(): Peekable {
    return (this.#operation ?? {}) as Peekable
  }

  /** Begins it. Returns its outcome, or undefined if it waits. `wake` is called once it was woken. */
  begin(wake: () => void): CaseOutcome | undefined {
    if (this.#operation === null) return this.isWoken ? this.resume(wake) : this.#wait(wake)
    return this.#attempt(() => {
      this.#hasBegun = true
      this.#iterator = (this.#operation as Coroutine<unknown>)[Symbol.iterator]()
      return this.#step(this.#iterator, wake)
    })
  }

  /** Was it woken, or is it over? A pause is over whenever the task runs again. */
  get isWoken(): boolean {
    return this.#future === null || this.#future.done()
  }

  /** Asks it again, after it was woken: its item may be gone. */
  resume(wake: () => void): CaseOutcome | undefined {
    const future = this.#future
    this.#isWaiting = false
    const iterator = this.#iterator
    if (iterator === null) return { done: false, value: (future as Future<unknown>).result() }
    return this.#attempt(() => {
      const failed = future !== null && (future.failed() || future.cancelled())
      return failed ? fail(iterator, future) : this.#step(iterator, wake)
    })
  }

  /** Leaves the line, or hands a wake-up on. An operation that has not begun never will. */
  withdraw(wake: () => void): void {
    if (this.#isWaiting) this.#future?.removeDoneCallback(wake)
    if (this.#iterator !== null) this.#iterator.return?.()
    else if (!this.#hasBegun) this.#operation?.close()
    this.#isWaiting = false
    this.#iterator = null
  }

  /** What it waits for, for reports. */
  get waitsFor(): Future<unknown> | null {
    return this.#future
  }

  /** The end of a source is an outcome, and no error. */
  #attempt(step: () => CaseOutcome | undefined): CaseOutcome | undefined {
    try {
      return step()
    } catch (error) {
      // It has left by itself, as after an error that `yield*` gets.
      this.#iterator = null
      if (error instanceof EndOfChannel || error instanceof QueueShutDown)
        return { done: true, value: undefined }
      throw error
    }
  }

  #step(iterator: Iterator<Suspension, unknown, unknown>, wake: () => void): CaseOutcome | undefined {
    const step = iterator.next(undefined)
    if (step.done === true) {
      this.#iterator = null
      return { done: false, value: step.value }
    }
    this.#future = step.value ?? null
    return this.#wait(wake)
  }

  #wait(wake: () => void): undefined {
    this.#isWaiting = true
    if (this.#future === null) getRunningLoop().callSoon(wake)
    else this.#future.addDoneCallback(wake)
  }
}

/** Throws the error of its wait into an operation, so that it leaves. */
function fail(iterator: Iterator<Suspension, unknown, unknown>, future: Future<unknown>): never {
  let error: unknown
  try {
    future.result()
  } catch (thrown) {
    error = thrown
  }
  iterator.throw?.(error)
  throw error
}

/**
 * A place in a line, a sleep, or a pause; not a wait for something from outside, which would be abandoned.
 */
function isWithdrawable(value: unknown): value is Coroutine<unknown> {
  if (!(value instanceof Operation)) return false
  return value instanceof Turn || value instanceof Pause || !(value instanceof OwnIterator)
}

function textOf(value: unknown): string {
  const name = isCoroutine(value) ? (value as Coroutine<unknown>).functionName : undefined
  return name === undefined ? describeValue(value) : `coroutine '${name}'`
}

export function textOfKey(key: Key): string {
  return typeof key === 'number' ? String(key) : `'${key}'`
}
