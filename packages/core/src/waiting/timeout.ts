/**
 * Deadlines for a block of code.
 *
 *   created --enter--> active --deadline--> expiring --exit--> expired
 *                        \--exit--> finished
 *
 * When the deadline passes, the block's own task is cancelled. At the end of the block that cancellation, and
 * only that one, becomes a TimeoutError. Counting tells whether it is ours. Any other `cancel()`, during the
 * block or still to be thrown when it begins, leaves the task with more requests than it had. Then
 * CancelledError goes on.
 */

import { quoted } from '../base/brief.ts'
import { checkMilliseconds, isCancelledError, RuntimeError, TimeoutError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { isArray, isError, readSafely } from '../base/text.ts'
import { type Body, checkBody, invoke } from '../coroutine/body.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { EventLoop } from '../loop/loop.ts'
import type { Handle } from '../scheduler/handle.ts'
import { currentTask, getRunningLoop, runningLoop } from '../task/current-task.ts'
import type { Task } from '../task/task.ts'
import { enteredScope, leftScope } from '../tracing/hooks.ts'

type Phase = 'created' | 'active' | 'expiring' | 'expired' | 'finished'

declare module '../base/above.ts' {
  interface Above {
    timeout: TheTimeout
  }
}

type TheTimeout = Timeout

/** A coroutine, a task, or anything else with a name. */
interface Named {
  readonly functionName?: unknown
  readonly name?: unknown
}

/** The scope of a `timeout` block. asyncio: `asyncio.Timeout`. */
export class Timeout {
  #phase: Phase = 'created'
  #when: number | null
  #timer: Handle | null = null
  #task: Task<unknown> | null = null
  #cancelling = 0
  /** @internal The ms from its beginning to its deadline, if the deadline was given so and is finite. */
  _after: number | null = null
  /**
   * Its beginning, if `_after` does not tell it. The time stands in one of the two: a fraction is an object
   * of its own to the engine, and most timeouts are whole numbers of ms.
   */
  #began: number | null = null
  readonly #work: Named | undefined

  /**
   * `work` is the work under the deadline, or an object with its name. The TimeoutError mentions that name.
   */
  constructor(when: number | null, work?: Named) {
    if (when !== null) checkMilliseconds(when, 'a deadline')
    this.#when = when
    this.#work = work
  }

  /** The name of the work under the deadline: a function, a coroutine or a task. Undefined if it has none. */
  get name(): string | undefined {
    const name = this.#work?.functionName ?? this.#work?.name
    return typeof name === 'string' && name !== '' ? name : undefined
  }

  /** The deadline in ms on the loop's clock, or null if there is none. */
  when(): number | null {
    return this.#when
  }

  /** Moves the deadline; null removes it. RuntimeError unless the block is running. */
  reschedule(when: number | null): void {
    if (when !== null) checkMilliseconds(when, 'a deadline')
    if (this.#phase !== 'active') {
      throw new RuntimeError(
        this.#phase === 'created'
          ? 'Timeout has not been entered'
          : `Cannot change state of ${this.#phase} Timeout`,
      )
    }
    // From now on the deadline is not `_after` ms behind the beginning.
    this.#began ??= (this.#when as number) - (this._after as number)
    this.#when = when
    this.#timer?.cancel()
    this.#timer = null
    const loop = (this.#task as Task<unknown>).getLoop()
    if (when !== null) this.#arm(loop, when, loop.time())
  }

  /** Whether the deadline passed while the block ran. */
  expired(): boolean {
    return this.#phase === 'expiring' || this.#phase === 'expired'
  }

  /**
   * Enters the block, for `asyncWith` and for code built on it. RuntimeError outside a task, or a second
   * time.
   */
  *aenter(): Generator<never, this, unknown> {
    this._enter()
    return this
  }

  /**
   * Leaves the block with the error that it ended with, if any. Throws TimeoutError instead if the
   * cancellation is ours.
   */
  *aexit(error: unknown): Generator<never, void, unknown> {
    const replacement = this._exit(error)
    if (replacement !== undefined) throw replacement
  }

  /** @internal */
  _enter(): void {
    if (this.#phase !== 'created') throw new RuntimeError('Timeout has already been entered')
    const task = currentTask()
    if (task === null) throw new RuntimeError('Timeout should be used inside a task')
    this.#task = task
    // A cancel that came before the block but has not been thrown yet belongs to no timeout.
    this.#cancelling = task._cancelsThrown
    this.#phase = 'active'
    const loop = task.getLoop()
    // `timeout` has just read the clock, which costs as much as a step.
    const now = this._after === null ? loop.time() : loop._now
    if (this._after === null) this.#began = now
    if (this.#when !== null) this.#arm(loop, this.#when, now)
    enteredScope(task, this, 'Timeout')
  }

  #arm(loop: EventLoop, when: number, now: number): void {
    this.#timer = when <= now ? loop.callSoon(this.#expire) : loop.callAt(when, this.#expire)
  }

  /** @internal The TimeoutError to throw in place of `error`, if it is ours to throw. */
  _exit(error: unknown): TimeoutError | undefined {
    const task = this.#task as Task<unknown>
    this.#timer?.cancel()
    this.#timer = null
    // The program may keep the error for long, and the error holds this scope. It must not keep the task
    // alive as well.
    this.#task = null
    leftScope(task, this, error !== undefined, error)
    if (this.#phase !== 'expiring') {
      this.#phase = 'finished'
      return undefined
    }
    this.#phase = 'expired'
    const ours = task.uncancel() <= this.#cancelling
    if (!ours) return undefined
    if (isCancelledError(error)) return this.#makeError(error)
    const errors = readSafely(error, 'errors')
    for (const each of isArray(errors) ? [error, ...errors] : [error]) this.#explain(each)
    return undefined
  }

  #makeError(cause: unknown): TimeoutError {
    const { name } = this
    const when = this.#when as number
    const passed = this.#began === null ? (this._after as number) : when - this.#began
    // Sums and differences of clock readings have noise far behind the point.
    const after = `timed out after ${Math.max(0, Number(passed.toFixed(3)))} ms`
    const message = name === undefined ? `T${after.slice(1)}` : `${quoted(name)} ${after}`
    return new TimeoutError(message, { cause, when, timeout: this })
  }

  /** If an error has our cancellation as its cause, the TimeoutError goes in between. */
  #explain(error: unknown): void {
    const seen = new Set<unknown>()
    for (let at = error; isError(at) && !seen.has(at); at = readSafely(at, 'cause')) {
      seen.add(at)
      const cause = readSafely(at, 'cause')
      if (!isCancelledError(cause)) continue
      try {
        at.cause = this.#makeError(cause)
      } catch {
        // A frozen error keeps the cause it has.
      }
      return
    }
  }

  readonly #expire = (): void => {
    this.#timer = null
    this.#phase = 'expiring'
    this.#task?.cancel()
  }

  toString(): string {
    const when = this.#phase === 'active' ? ` when=${this.#when}` : ''
    const name = this.name === undefined ? '' : ` name=${quoted(this.name)}`
    return `<Timeout [${this.#phase}]${when}${name}>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}

const timeoutBlock = coroutine(function* timeout<T>(
  when: number | null,
  body: Body<T, Timeout>,
  after?: number,
) {
  const scope = new Timeout(when, body as Named)
  if (after !== undefined && Number.isFinite(after)) scope._after = after
  scope._enter()
  let result: T
  try {
    result = yield* invoke(body, scope)
  } catch (error) {
    throw scope._exit(error) ?? error
  }
  scope._exit(undefined)
  return result
})

const timeoutFromNow = coroutine(function* timeout<T>(ms: number, body: Body<T, Timeout>) {
  return yield* timeoutBlock(getRunningLoop().time() + ms, body, ms)
})

/**
 * Runs `body` for at most `ms` milliseconds (null: no limit), then cancels its wait and throws TimeoutError.
 * The error says how long that was, names the body, and has the scope as its `timeout`. The body gets the
 * scope, to move the deadline. RuntimeError outside a task. asyncio: `async with asyncio.timeout(delay)`.
 *
 * @example
 * ```ts
 * import { run, sleep, timeout, TimeoutError } from '@acoro/core'
 *
 * await run(function* main() {
 *   try {
 *     yield* timeout(10, function* () {
 *       yield* sleep(60_000)
 *     })
 *   } catch (error) {
 *     if (!(error instanceof TimeoutError)) throw error
 *     return 'too late'
 *   }
 * }) // => 'too late'
 * ```
 */
export function timeout<T>(ms: number | null, body: Body<T, Timeout>): Coroutine<T> {
  if (ms !== null) checkMilliseconds(ms, 'a timeout')
  checkBody(body)
  const loop = runningLoop()
  // If no loop runs yet, as in run(timeout(…)), the time begins when the coroutine is awaited.
  if (loop === null && ms !== null) return timeoutFromNow(ms, body)
  if (loop === null || ms === null) return timeoutBlock(null, body)
  return timeoutBlock(loop.time() + ms, body, ms)
}

/** Like `timeout`, with a deadline on the loop's clock (ms). asyncio: `asyncio.timeout_at`. */
export function timeoutAt<T>(when: number | null, body: Body<T, Timeout>): Coroutine<T> {
  if (when !== null) checkMilliseconds(when, 'a deadline')
  return timeoutBlock(when, checkBody(body))
}
