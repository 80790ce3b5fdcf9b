/**
 * A block of code whose waits can be cancelled from then on, and its opposite, a block that is shielded.
 *
 *   open --cancel(), timeout--> cancelled --exit--> left
 *     \--exit--> left
 *
 * `task.cancel()` and the deadlines of asyncio cancel one wait; code that swallows the error goes on. A
 * cancelled scope cancels every wait inside until it is left, as trio's scopes do. scope-tree.ts says how a
 * wait learns of it.
 *
 * The scope swallows the cancellation if nothing else asks for one: neither a scope around it that reaches
 * it, nor `task.cancel()`. Counting tells, as in timeout.ts.
 */

import { checkMilliseconds, isCancelledError, RuntimeError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { type Body, checkBody, invoke } from '../coroutine/body.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { EventLoop } from '../loop/loop.ts'
import { GeneratorExit } from '../resource/emission.ts'
import type { Handle } from '../scheduler/handle.ts'
import { currentTask, getRunningLoop } from '../task/current-task.ts'
import type { Task } from '../task/task.ts'
import { ScopeNode } from './scope-tree.ts'

/** The result of `cancelScope`: the value of the body, unless the scope was cancelled and that ended it. */
export type Scoped<T> =
  | { readonly cancelled: false; readonly timedOut: false; readonly value: T }
  | { readonly cancelled: true; readonly timedOut: boolean; readonly value: undefined }

export interface CancelScopeOptions {
  /** The scope is cancelled after this time, in ms from when it is entered; null or left out: never. */
  timeout?: number | null | undefined
  /** Keeps the cancellations of the scopes around it out. It needs a `timeout`; null for no limit. */
  shield?: boolean | undefined
}

/** The argument of a `cancelScope` body. trio: `CancelScope`. */
export class CancelScope {
  readonly #node: ScopeNode
  #task: Task<unknown> | null = null
  #loop: EventLoop | null = null
  #isLeft = false
  #cancelling = 0
  #when: number | null = null
  #timer: Handle | null = null
  #isExpired = false

  /** @internal Use `cancelScope`. */
  constructor(shield: boolean) {
    this.#node = new ScopeNode(shield)
  }

  /**
   * Cancels every wait inside, the present one and all later ones, until the scope is left. `message` is the
   * text of the CancelledErrors. A value that has arrived already is kept. A second call does nothing, nor
   * does one after the end.
   */
  cancel(message?: unknown): void {
    if (!this.#isLeft) this.#node.cancel(message)
  }

  /** Whether it was cancelled, by `cancel()` or by its timeout. */
  cancelled(): boolean {
    return this.#node.isCancelled
  }

  /** Whether its timeout has cancelled it. */
  expired(): boolean {
    return this.#isExpired
  }

  /** The deadline in ms on the loop's clock, or null if there is none. */
  when(): number | null {
    return this.#when
  }

  /** Moves the deadline; null removes it. RuntimeError once the scope is cancelled or left. */
  reschedule(when: number | null): void {
    if (when !== null) checkMilliseconds(when, 'a deadline')
    const loop = this.#loop
    if (loop === null || this.#isLeft || this.cancelled()) {
      throw new RuntimeError(`Cannot move the deadline of ${this}`)
    }
    this.#timer?.cancel()
    this.#when = when
    const arm = (): void => {
      this.#timer = loop.callSoon(this.#expire)
    }
    // The loop runs one more iteration at the deadline, so that a value which arrives in that turn is kept.
    if (when === null) this.#timer = null
    else if (when <= loop.time()) arm()
    else this.#timer = loop.callAt(when, arm)
  }

  readonly #expire = (): void => {
    this.#timer = null
    if (this.#node.isCancelled) return
    this.#isExpired = true
    this.cancel(`the time of a cancel scope was over`)
  }

  /** @internal */
  _enter(timeout: number | null): void {
    const loop = getRunningLoop()
    const task = currentTask()
    if (task === null) throw new RuntimeError('cancelScope() should be used inside a task')
    this.#task = task
    this.#loop = loop
    this.#node.enter(task)
    // After that, because a shield keeps the cancellations out that are about to be thrown.
    this.#cancelling = task._cancelsThrown
    if (timeout !== null) this.reschedule(loop.time() + timeout)
  }

  /** @internal Returns whether the cancellation is the scope's own, and ends here. */
  _exit(failed: boolean, error: unknown): boolean {
    const task = this.#task as Task<unknown>
    const around = this.#node.isCancelledAround
    this._leave()
    if (!failed || !isCancelledError(error) || error instanceof GeneratorExit) return false
    return this.#node.isCancelled && !around && task.cancelling() <= this.#cancelling
  }

  /** @internal */
  _leave(): void {
    if (this.#isLeft) return
    const self = String(this)
    this.#isLeft = true
    this.#timer?.cancel()
    this.#timer = null
    const task = this.#task as Task<unknown>
    this.#task = null
    if (this.#node.leave(task) && currentTask() === task) return
    throw new RuntimeError(
      `${self} was left out of order: leave the scopes inside it first, in the same task. Does an async generator emit inside a scope?`,
    )
  }

  toString(): string {
    const state = this.cancelled() ? 'cancelled' : this.#isLeft ? 'left' : 'open'
    const when = this.#when === null || state !== 'open' ? '' : ` when=${this.#when}`
    return `<CancelScope [${state}]${this.#node.shield ? ' shield' : ''}${when}>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}

interface AllOptions extends CancelScopeOptions {
  otherwise?: unknown
}

const scoped = coroutine(function* cancelScope(
  body: Body<unknown, CancelScope>,
  options: AllOptions | undefined,
) {
  const scope = new CancelScope(options?.shield === true)
  scope._enter(options?.timeout ?? null)
  let value: unknown
  let failed = false
  let error: unknown
  let isOver = false
  try {
    value = yield* invoke(body, scope)
    isOver = true
  } catch (thrown) {
    isOver = true
    failed = true
    error = thrown
  } finally {
    // Closed while it waits.
    if (!isOver) scope._leave()
  }
  const cancelled = scope._exit(failed, error)
  if (failed && !cancelled) throw error
  if (options === undefined || !('otherwise' in options)) {
    return { cancelled, timedOut: cancelled && scope.expired(), value }
  }
  return cancelled ? options.otherwise : value
})

const OPTIONS: OptionKinds = { timeout: 'milliseconds or null', shield: 'boolean', otherwise: () => {} }

/**
 * Runs `body` in a scope. When the scope is cancelled, by `scope.cancel()` or after `timeout` ms, every wait
 * inside throws CancelledError until the scope is left: the present one, and each later one as it begins. So
 * code that swallows the error cannot go on waiting. Tasks of a `taskGroup` that was opened inside stand in
 * the scope, too. Returns `{ cancelled, timedOut, value }`; with `otherwise`, the bare value, or `otherwise`
 * if the scope was cancelled and that ended the body. RuntimeError outside a task. trio: `CancelScope`;
 * asyncio has no counterpart.
 *
 * `shield: true` makes an inner scope for clean-up: the scopes around it cannot cancel its waits before its
 * `timeout`. `task.cancel()` goes through a shield.
 *
 * Cancelling the task that runs it cancels one wait, as ever, and goes on outwards.
 *
 * @example
 * ```ts
 * import { cancelScope, run, sleep } from '@acoro/core'
 *
 * const log: string[] = []
 * await run(function* main() {
 *   return yield* cancelScope(function* () {
 *     try {
 *       yield* sleep(60_000)
 *     } finally {
 *       yield* cancelScope(function* () {
 *         yield* sleep(5)
 *         log.push('cleaned up')
 *       }, { shield: true, timeout: 1000 })
 *     }
 *   }, { timeout: 10 })
 * }) // => { cancelled: true, timedOut: true, value: undefined }
 * log // => ['cleaned up']
 * ```
 */
export function cancelScope<T>(body: Body<T, CancelScope>, options?: CancelScopeOptions): Coroutine<Scoped<T>>
export function cancelScope<T, U>(
  body: Body<T, CancelScope>,
  options: CancelScopeOptions & { otherwise: U },
): Coroutine<T | U>
export function cancelScope(body: Body<unknown, CancelScope>, options?: AllOptions): Coroutine<unknown> {
  checkBody(body)
  checkOptions(options, 'cancelScope()', OPTIONS)
  if (options?.shield === true && options.timeout === undefined) {
    throw new TypeError(
      'Expected a timeout of a shielded cancelScope(), in ms, got none: clean-up must end; null for no limit',
    )
  }
  return scoped(body, options) as Coroutine<unknown>
}
