/**
 * An event loop under a clock that jumps: the order of everything is the real loop's, and nothing takes time.
 *
 * A program that sleeps for an hour ends at once and at 3,600,000 ms exactly, because the loop owns its queue and its
 * timers: when nothing is ready, the only thing that can happen next is the earliest timer. `runSync` needs no promise
 * at all, so a test is an ordinary function; where promises take part, `runAsync` lets them go first.
 * A run that would hang (everybody waits, somebody spins, a promise never settles) is an error that says who.
 */

import type { Executor, Future, Main, Task, TaskOptions } from '@acoro/core'
import {
  type Awaitable,
  allTasks,
  type CoroutineLike,
  currentTask,
  EventLoop,
  ensureFuture,
  RuntimeError,
} from '@acoro/core'
import {
  checkMayRun,
  checkMilliseconds,
  checkOptions,
  deadlockError,
  externalsOf,
  mainTask,
  needsShutdown,
  nextDue,
  type OptionKinds,
  runningLoop,
  shutdown,
} from '@acoro/core/lowlevel'
import { checkPositive } from '../base/checks.ts'
import { foreign } from '../base/failures.ts'
import { LeakError } from '../base/leak-error.ts'
import { AsyncDriver } from './async-driver.ts'
import type { LegacyTimers } from './driven-loop.ts'
import { bodyOf } from './promised.ts'
import { ReadyQueue } from './ready-queue.ts'
import { RunGuard } from './run-guard.ts'
import { SyncDriver } from './sync-driver.ts'
import { VirtualHost } from './virtual-host.ts'

export interface VirtualLoopOptions {
  /** How many steps one run may take before it is taken for one that never ends; 1,000,000 unless given. */
  stepLimit?: number | undefined
  /** How long promises are waited for that do nothing, in real ms; 2000 unless given. */
  patience?: number | undefined
}

/** Those of everything that makes a VirtualLoop. */
export const LOOP_OPTIONS: OptionKinds = { stepLimit: checkPositive, patience: checkPositive }

/**
 * Runs programs in virtual time, which begins at 0 ms.
 *
 * @example
 * ```ts
 * import { gather, sleep } from '@acoro/core'
 *
 * const loop = new VirtualLoop()
 * loop.runSync(function* () {
 *   return yield* gather(sleep(60_000, 'a minute'), sleep(1_000, 'a second'))
 * }) // => ['a minute', 'a second']
 * loop.time() // => 60_000
 * ```
 */
export class VirtualLoop extends EventLoop implements Disposable {
  readonly #host: VirtualHost
  /** @internal */
  readonly _queue: ReadyQueue
  readonly #guard: RunGuard
  readonly #driver: SyncDriver
  readonly #background: Set<Task<unknown>> = new Set()
  #mains = 0
  /** Was there a default executor, which the end of a run shut down for good? */
  #executed = false
  /** @internal Set while fake globals are installed. */
  _globals: LegacyTimers | null = null

  constructor(options: VirtualLoopOptions = {}) {
    checkOptions(options, 'VirtualLoop()', LOOP_OPTIONS)
    const host = new VirtualHost()
    const ready = new ReadyQueue()
    super({ host, ready })
    this.#host = host
    this._queue = ready
    this.#guard = new RunGuard(this, ready, options.stepLimit ?? 1_000_000)
    this.#driver = new SyncDriver(this, host, this.#guard)
    const driver = new AsyncDriver({
      loop: this,
      host,
      guard: this.#guard,
      patience: options.patience ?? 2000,
      stuck: () => (this.#mains > 0 ? (foreign(this) ?? deadlockError(this)) : null),
    })
    host.onWork = () => driver.wake()
  }

  /**
   * Runs `main` to its end without waiting for anything real, and gives its result. Then the tasks that are left are
   * cancelled and awaited, async generators and the default executor are closed, as by `run`; the loop stays open.
   * DeadlockError where all wait for what nothing will finish; RuntimeError where the loop runs already, where
   * promises or real input and output would have to be waited for, and past the step limit.
   */
  runSync<T>(main: Main<T>): T {
    this.#checkMayRun('runSync')
    const task = mainTask(this, main)
    try {
      return this.#complete(task, 'runSync')
    } finally {
      this.#shutDownAfter(task)
    }
  }

  /**
   * `runSync` for programs in which promises take part, `main` may be an async function: waits for those in flight, and
   * only for those, before it lets time pass. Rejects where one does not settle within the `patience` of real time.
   */
  async runAsync<T>(main: Main<T> | (() => Promise<T>)): Promise<T> {
    this.#checkMayRun('runAsync')
    const task = mainTask<T>(this, typeof main === 'function' ? bodyOf(main, this) : main)
    let failed = true
    try {
      const result = await this.runUntilComplete(task)
      failed = false
      return result
    } finally {
      // After a failure, what goes wrong in cleaning up is a consequence: the failure is what has to be seen.
      const after = this.#shutDownAsync()
      await (failed ? after.catch(() => {}) : after)
    }
  }

  /** Lets `delay` ms pass: runs what is due until then, the last instant included, each at its own time. */
  advance(delay: number): void {
    checkMilliseconds(delay, 'the time to advance by')
    if (delay < 0 || delay === Infinity) {
      throw new RangeError(`Expected the time to advance by, 0 ms or more and finite, got ${delay}`)
    }
    this.#runUntil(this.time() + delay, 'advance')
  }

  /** Lets time pass until it is `when`, what is due at `when` included. RangeError where that is in the past. */
  advanceTo(when: number): void {
    checkMilliseconds(when, 'the time to advance to')
    if (when < this.time() || when === Infinity) {
      throw new RangeError(`Expected a time to advance to from ${this.time()} ms on and finite, got ${when}`)
    }
    this.#runUntil(when, 'advanceTo')
  }

  /** Runs what is ready or due now, and what that makes ready, without letting time pass. */
  runReady(): void {
    this.#runUntil(this.time(), 'runReady')
  }

  /** Starts a task that may be left over: `expectNoLeaks` does not mind it. The end of a run cancels it. */
  background<T>(coro: CoroutineLike<T>, options?: TaskOptions): Task<T> {
    const task = this.createTask(coro, options)
    this.#background.add(task as Task<unknown>)
    task.addDoneCallback(() => this.#background.delete(task as Task<unknown>))
    return task
  }

  /**
   * Throws LeakError where something is left over: tasks other than the one that asks and those in the background,
   * and whatever is open outside the loop, such as servers.
   */
  expectNoLeaks(): void {
    const self = runningLoop() === this ? currentTask(this) : null
    const left = [...allTasks(this)].filter((task) => task !== self && !this.#background.has(task))
    const open = [...externalsOf(this)].map((external) => external.what)
    if (left.length > 0 || open.length > 0) throw new LeakError([...left, ...open])
  }

  /** Like that of any loop, but rejects with DeadlockError where all wait for what nothing will finish. */
  override async runUntilComplete<T>(awaitable: Awaitable<T>): Promise<T> {
    if (!this.isRunning()) this.#guard.begin()
    this.#mains++
    try {
      return await super.runUntilComplete(awaitable)
    } catch (error) {
      this.#guard.check()
      throw error
    } finally {
      this.#mains--
    }
  }

  override runInExecutor<A extends unknown[], T>(
    executor: Executor | null,
    fn: (...args: A) => T,
    ...args: A
  ): Future<Awaited<T>> {
    this.#executed = true
    return super.runInExecutor(executor, fn, ...args)
  }

  override async runForever(): Promise<void> {
    if (!this.isRunning()) this.#guard.begin()
    await super.runForever()
    if (this.#mains === 0) this.#guard.check()
  }

  /** Also gives back the globals, where they are installed on this loop. */
  override close(): void {
    super.close()
    this._globals?.[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    if (!this.isRunning()) this.close()
  }

  // ------------------------------------------------------------------ driving

  /** @internal Back to 0 ms, for the next of many runs; false where something is left that would be in its way. */
  _rewind(): boolean {
    if (this.isClosed() || this.isRunning() || this.#executed || this._globals !== null) return false
    if (this._queue.length > 0 || nextDue(this) < Infinity) return false
    if (needsShutdown(this) || externalsOf(this).size > 0) return false
    this.#host.setTime(0)
    return true
  }

  /** @internal One iteration, in which `work` is called last; gives its result. */
  _iterate<R>(work: () => R): R {
    this.#checkMayRun('next')
    let outcome: { value: R } | { error: unknown } | undefined
    this.callSoon(() => {
      this.stop()
      try {
        outcome = { value: work() }
      } catch (error) {
        outcome = { error }
      }
    })
    this.#driver.run(this.time(), 'next')
    const settled = outcome as unknown as { value: R } | { error: unknown }
    if ('error' in settled) throw settled.error
    return settled.value
  }

  /** @internal What is told when time has passed. */
  _onTime(listener: ((now: number) => void) | null): void {
    this.#host.onTime = listener
  }

  #complete<T>(awaitable: Awaitable<T>, what: string): T {
    const future = ensureFuture(awaitable, this)
    future.addDoneCallback(this.#stop)
    try {
      this.#driver.run(Infinity, what)
    } finally {
      if (!future.done()) future.removeDoneCallback(this.#stop)
    }
    if (!future.done()) throw new RuntimeError('Event loop stopped before Future completed.')
    return future.result()
  }

  #runUntil(when: number, what: string): void {
    this.#checkMayRun(what)
    this.#driver.run(when, what)
  }

  #shutDownAfter(task: Task<unknown>): void {
    if (!needsShutdown(this)) return
    const failed = !task.done() || task.cancelled() || task.failed()
    if (task.failed()) task.exception()
    try {
      for (const step of shutdown(this)) this.#complete(step, 'runSync')
    } catch (error) {
      // After a failure, what goes wrong in cleaning up is a consequence: the failure is what has to be seen.
      if (!failed) throw error
    }
  }

  async #shutDownAsync(): Promise<void> {
    for (const step of shutdown(this)) await this.runUntilComplete(step)
  }

  #checkMayRun(what: string): void {
    if (this.isRunning()) {
      throw new RuntimeError(
        `${what}() cannot be called while the loop runs: inside of it, \`yield* sleep(ms)\` lets time pass`,
      )
    }
    checkMayRun(this)
  }

  // One for all runs: explore() has 100,000 of them.
  readonly #stop = (): void => this.stop()
}
