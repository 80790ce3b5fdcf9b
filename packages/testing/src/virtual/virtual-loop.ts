/**
 * An event loop on a clock that jumps. Everything happens in the order of the real loop, and nothing takes
 * time.
 *
 * A program that sleeps for an hour ends at once, at exactly 3,600,000 ms. The loop owns its queue and its
 * timers, so if nothing is ready, the earliest timer is the only thing that can happen next. `runSync` needs
 * no promise at all, so a test is an ordinary function. `runAsync` is for programs that use promises: it lets
 * them run before time passes.
 *
 * A run that would hang is an error that names the tasks: all of them wait, one spins, or a promise never
 * settles.
 */

import type { Executor, Future, Main, Task, TaskOptions } from '@acoro/core'
import {
  type Awaitable,
  allTasks,
  type CoroutineLike,
  currentTask,
  EventLoop,
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
  runningLoop,
} from '@acoro/core/lowlevel'
import { checkDate, checkFunction } from '../base/checks.ts'
import { foreign } from '../base/failures.ts'
import { LeakError } from '../base/leak-error.ts'
import { RandomSource } from '../base/random-source.ts'
import { AsyncDriver } from './async-driver.ts'
import type { Chances } from './chances.ts'
import type { LegacyTimers } from './driven-loop.ts'
import { LOOP_OPTIONS, type VirtualLoopOptions } from './loop-options.ts'
import { Mains } from './mains.ts'
import { bodyOf } from './promised.ts'
import { ReadyQueue } from './ready-queue.ts'
import { RunGuard } from './run-guard.ts'
import { SyncDriver } from './sync-driver.ts'
import { TimerQueue } from './timer-queue.ts'
import { VirtualHost } from './virtual-host.ts'

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
  /** @internal Its clock, who is told of it, and the hosts of a simulation that runs. */
  readonly _virtual: VirtualHost
  /** @internal */
  readonly _queue: ReadyQueue
  /** @internal */
  readonly _timerQueue: TimerQueue
  readonly #guard: RunGuard
  readonly #driver: SyncDriver
  readonly #asyncDriver: AsyncDriver
  /** @internal The longest wait for promises that make no progress, in ms of real time. */
  _patience: number
  readonly #background: Set<Task<unknown>> = new Set()
  readonly #mains: Mains
  /** How many runs wait for their result. */
  #awaited = 0
  /** Set if a run shut down a default executor, which cannot be used again. */
  #executed = false
  #onDate: ((now: number) => void) | null = null
  /** @internal The tasks that wait until all others are blocked. */
  readonly _untilBlocked: Future<void>[] = []
  /** @internal Set while fake globals are installed. */
  _globals: LegacyTimers | null = null
  /** @internal Set while the loop is explored. */
  _chances: Chances | null = null
  readonly #random = new RandomSource(1)

  constructor(options: VirtualLoopOptions = {}) {
    checkOptions(options, 'VirtualLoop()', LOOP_OPTIONS)
    const host = new VirtualHost()
    host.epoch = Number(options.epoch ?? 0)
    const ready = new ReadyQueue()
    const timers = new TimerQueue()
    super({ host, ready, timers })
    this._patience = options.patience ?? 2000
    this._virtual = host
    this._queue = ready
    this._timerQueue = timers
    this.#guard = new RunGuard(this, ready, { stepLimit: options.stepLimit ?? 1_000_000, timers })
    this.#driver = new SyncDriver(this, host, this.#guard)
    this.#mains = new Mains(this, this.#driver)
    const driver = new AsyncDriver({
      loop: this,
      host,
      guard: this.#guard,
      patience: () => this._patience,
      stuck: () => (this.#awaited > 0 ? (foreign(this) ?? deadlockError(this)) : null),
    })
    host.onWork = () => driver.wake()
    this.#asyncDriver = driver
  }

  /**
   * Runs `main` to its end without any real waiting, and returns its result. Then it cancels and awaits the
   * remaining tasks, and closes async generators and the default executor, as `run` does. The loop stays
   * open.
   *
   * Throws DeadlockError if all tasks wait and nothing can wake them. Throws RuntimeError if the loop runs
   * already, if it would have to wait for promises or for real input and output, or past the step limit.
   */
  runSync<T>(main: Main<T>): T {
    this.#checkMayRun('runSync')
    return this.#mains.runSync(mainTask(this, main))
  }

  /**
   * `runSync` for programs that use promises; `main` may be an async function. It waits for the promises in
   * flight, and only for those, before time passes. Rejects if one of them does not settle within `patience`.
   */
  async runAsync<T>(main: Main<T> | (() => Promise<T>)): Promise<T> {
    this.#checkMayRun('runAsync')
    return await this.#mains.runAsync(
      mainTask<T>(this, typeof main === 'function' ? bodyOf(main, this).body : main),
    )
  }

  /** @internal `runSync`, or `runAsync` if `main` returns a promise. */
  _runEither<T>(main: () => Awaitable<T> | Promise<T>): T | Promise<T> {
    this.#checkMayRun('runSync')
    const promised = bodyOf(main, this)
    const task = mainTask<T>(this, promised.body)
    return promised.isPromise ? this.#mains.runAsync(task) : this.#mains.runSync(task)
  }

  /**
   * Lets `delay` ms pass. Runs all that is due until then, each at its own time, the last instant included.
   */
  advance(delay: number): void {
    checkMilliseconds(delay, 'the time to advance by')
    if (delay < 0 || delay === Infinity) {
      throw new RangeError(`Expected the time to advance by, 0 ms or more and finite, got ${delay}`)
    }
    this.#runUntil(this.time() + delay, 'advance')
  }

  /**
   * Lets time pass until `when`, and runs all that is due until then, `when` included. RangeError if `when`
   * is in the past.
   */
  advanceTo(when: number): void {
    checkMilliseconds(when, 'the time to advance to')
    if (when < this.time() || when === Infinity) {
      throw new RangeError(`Expected a time to advance to from ${this.time()} ms on and finite, got ${when}`)
    }
    this.#runUntil(when, 'advanceTo')
  }

  /** Runs what is ready or due now, and what becomes ready by that. No time passes. */
  runReady(): void {
    this.#runUntil(this.time(), 'runReady')
  }

  /**
   * Runs until `predicate` returns true; it is asked before the run, and whenever something has run. Time
   * passes as far as that takes. Throws DeadlockError, or RuntimeError if nothing is left to run, if it stays
   * false.
   *
   * @example
   * ```ts
   * import { sleep } from '@acoro/core'
   *
   * const loop = new VirtualLoop()
   * const task = loop.createTask(sleep(5000, 'done'))
   * loop.runUntil(() => task.done())
   * loop.time() // => 5000
   * ```
   */
  runUntil(predicate: () => boolean): void {
    checkFunction(predicate, 'a predicate')
    this.#checkMayRun('runUntil')
    if (!predicate()) this.#driver.run(Infinity, 'runUntil', predicate)
  }

  /**
   * Sets the date, as an administrator or a time server does: `when` in ms since 1970, or a Date. The clock
   * of the loop and its timers go on as they did.
   *
   * @example
   * ```ts
   * const loop = new VirtualLoop({ epoch: Date.UTC(2030, 0, 1) })
   * loop.advance(1000)
   * loop.wallTime() // => Date.UTC(2030, 0, 1, 0, 0, 1)
   * loop.setWallTime(Date.UTC(2031, 0, 1))
   * loop.time() // => 1000
   * ```
   */
  setWallTime(when: number | Date): void {
    checkDate(when, 'the date to set')
    this._virtual.epoch = Number(when) - this.time()
    this.#onDate?.(Number(when))
  }

  /**
   * A random number from 0 to just below 1. It is the same in every process: it follows from the order that
   * is explored, and on other loops from nothing but the number of calls.
   */
  random(): number {
    return (this._chances?.random ?? this.#random).next()
  }

  /** Starts a task that `expectNoLeaks` ignores. The end of a run cancels it. */
  background<T>(coro: CoroutineLike<T>, options?: TaskOptions): Task<T> {
    const task = this.createTask(coro, options)
    this.#background.add(task as Task<unknown>)
    task.addDoneCallback(() => this.#background.delete(task as Task<unknown>))
    return task
  }

  /**
   * Throws LeakError if anything is left over: a task, or something open outside the loop, such as a server.
   * The calling task and background tasks do not count.
   */
  expectNoLeaks(): void {
    const self = runningLoop() === this ? currentTask(this) : null
    const left = [...allTasks(this)].filter((task) => task !== self && !this.#background.has(task))
    const open = [...externalsOf(this)].map((external) => external.what)
    if (left.length > 0 || open.length > 0) throw new LeakError([...left, ...open])
  }

  /** As on any loop, but rejects with DeadlockError if all tasks wait and nothing can wake them. */
  override async runUntilComplete<T>(awaitable: Awaitable<T>): Promise<T> {
    this.#begin()
    this.#awaited++
    try {
      return await super.runUntilComplete(awaitable)
    } catch (error) {
      this.#guard.check()
      throw error
    } finally {
      this.#awaited--
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
    this.#begin()
    await super.runForever()
    if (this.#awaited === 0) this.#guard.check()
  }

  /** Also restores the globals, if they are installed on this loop. */
  override close(): void {
    super.close()
    this._globals?.[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    if (!this.isRunning()) this.close()
  }

  // ------------------------------------------------------------------ driving

  /**
   * @internal Sets the clock to 0 ms for the next of many runs. Returns false if something left over would
   * disturb it.
   */
  _rewind(): boolean {
    if (this.isClosed() || this.isRunning() || this.#executed) return false
    this._globals?.rewind()
    if (this._queue.length > 0 || nextDue(this) < Infinity) return false
    if (needsShutdown(this) || externalsOf(this).size > 0) return false
    this._virtual.hosts = null
    this._virtual.setTime(0)
    return true
  }

  /**
   * @internal When the next timers fire. An exploration decides it by this call, so time has to pass then.
   */
  _nextInstant(): number {
    return this._timerQueue.order?.decide(this.time()) ?? nextDue(this)
  }

  /** @internal Called when nothing else is ready, before time passes. Returns whether a task was woken. */
  _wakeBlocked(): boolean {
    const waiting = this._untilBlocked.shift()
    if (waiting === undefined) return false
    if (!waiting.done()) waiting.setResult()
    return true
  }

  /** @internal Runs one iteration that calls `work` last, and returns its result. */
  _iterate<R>(work: () => R): R {
    this.#checkMayRun('next')
    return this.#mains.iterate(work)
  }

  /** @internal Sets the listener that is called when the date was set. */
  _onDate(listener: ((now: number) => void) | null): void {
    this.#onDate = listener
  }

  #begin(): void {
    if (this.isRunning()) return
    this.#guard.begin()
    this.#asyncDriver.begin()
  }

  #runUntil(when: number, what: string): void {
    this.#checkMayRun(what)
    this.#driver.run(when, what)
  }

  #checkMayRun(what: string): void {
    if (this.isRunning()) {
      throw new RuntimeError(
        `${what}() cannot be called while the loop runs: inside of it, \`yield* sleep(ms)\` lets time pass`,
      )
    }
    checkMayRun(this)
  }
}
