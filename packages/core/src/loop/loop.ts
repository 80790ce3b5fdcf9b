/**
 * The event loop that users hold. CPython's `BaseEventLoop`.
 *
 * It is the scheduler, plus named parts that stand on it: tasks, executors, signals, async generators,
 * externals. The scheduler knows none of these.
 */

import { Ref } from '../base/collected.ts'
import { type DeadlockError, describeValue, RuntimeError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import type { Coroutine, CoroutineLike } from '../coroutine/coroutine.ts'
import { toCoroutine } from '../coroutine/to-coroutine.ts'
import { isSet } from '../current/host.ts'
import { state } from '../current/state.ts'
import { type Awaitable, Future, isFuture } from '../future/future.ts'
import { type Failed, Unretrieved } from '../future/unretrieved.ts'
import type { DrivenTask } from '../parking/driven-task.ts'
import type { LoopOptions } from '../scheduler/check.ts'
import type { Callback } from '../scheduler/handle.ts'
import { Scheduler } from '../scheduler/scheduler.ts'
import { ensureFuture } from '../task/create-task.ts'
import { Task } from '../task/task.ts'
import { checkTaskOptions, type TaskOptions } from '../task/task-options.ts'
import { watchWakes } from '../task/waking.ts'
import { watchLoop } from '../tracing/debug.ts'
import { type External, Externals } from '../tracing/external.ts'
import { type TaskHook, TaskHooks } from '../tracing/hooks.ts'
import { tellUnawaited, type Unawaited } from '../tracing/unawaited.ts'
import { type AsyncClosable, shutdownGenerators } from './async-generators.ts'
import { deadlockError, Stranding } from './deadlock.ts'
import { checkJob, checkShutdownOptions, type Executor, futureOf } from './executor.ts'
import { LoopExecutors } from './executors.ts'
import { resultOf } from './result.ts'
import { SignalHandlers } from './signals.ts'

declare module '../current/state.ts' {
  interface State {
    /** The loop that `setEventLoop` set. */
    defaultLoop: EventLoop | null
  }
}

/** Makes the tasks of a loop instead of `new Task`. */
export type TaskFactory = <T>(loop: EventLoop, coro: Coroutine<T>, options: TaskOptions) => Task<T>

/** So many ms before now notes of time are exact after the origin has moved: 6 days. */
const KEPT = 2 ** 29

/**
 * A ready queue, a heap of timers, and iterations over them. `run` is the usual way to get one. asyncio:
 * `asyncio.EventLoop`.
 *
 * @example
 * ```ts
 * import { newEventLoop } from '@acoro/core'
 *
 * const loop = newEventLoop()
 * const log: string[] = []
 * loop.callLater(5, () => { log.push('later'); loop.stop() })
 * loop.callSoon((name: string) => log.push(name), 'soon')
 * await loop.runForever()
 * loop.close()
 * log // => ['soon', 'later']
 * ```
 */
export class EventLoop extends Scheduler {
  /** @internal */
  override _firstTask: Task<unknown> | null = null
  /** @internal */
  override _lastTask: Task<unknown> | null = null
  /** @internal */
  override readonly _unretrieved: Unretrieved = new Unretrieved()
  /** @internal Async generators that have begun and not ended. */
  override readonly _asyncGenerators: Set<AsyncClosable> = new Set()
  /** @internal */
  override readonly _executors: LoopExecutors = new LoopExecutors(this)
  /** @internal */
  override readonly _externals: Externals = new Externals(() => arrivalsOf(this))
  /** @internal The future whose result `runUntilComplete` leaves to its caller; see Runner. */
  _unreturned: Future<unknown> | null = null
  /** @internal */
  override _made = 0
  /** @internal */
  override _ended = 0
  /** @internal */
  override _failed = 0
  /** @internal */
  override _cancelled = 0
  /** @internal See call.ts. */
  override _spareTask: Task<unknown> | null = null
  /** @internal */
  override _spareDriven: DrivenTask<unknown> | null = null
  #taskFactory: TaskFactory | null = null
  #signals: SignalHandlers | null = null
  /** @internal Coroutines that no task has awaited yet, in debug mode. */
  override readonly _unawaited: Set<Unawaited> = new Set()
  /** @internal The texts of the warnings that were already given. */
  override readonly _told: Set<string> = new Set()
  #noteClosed: (() => void) | undefined
  readonly #reference: WeakRef<EventLoop> = new Ref(this)

  constructor(options?: LoopOptions) {
    super(options)
    state.loops.add(this.#reference)
    if (isSet('ACORO_DEBUG')) this.#setDebug(true)
    for (const setUp of state.setUps) setUp(this)
  }

  /** Makes a future of this loop. asyncio: `loop.create_future`. */
  createFuture<T>(): Future<T> {
    return new Future<T>(this)
  }

  /** Runs a coroutine as a task. Its first step runs in the next iteration. asyncio: `loop.create_task`. */
  createTask<T>(coro: CoroutineLike<T>, options?: TaskOptions): Task<T> {
    this._checkOpen()
    const factory = this.#taskFactory
    if (factory === null) return new Task<T>(coro, options, this)
    if (options !== undefined) checkTaskOptions(options)
    const task = factory(this, toCoroutine(coro), options ?? {})
    if (isFuture(task)) return task
    throw new TypeError(`Expected the task factory to return a task, got ${describeValue(task)}`)
  }

  /**
   * Sets the function that makes tasks instead of `new Task`; null restores the default. asyncio:
   * `loop.set_task_factory`.
   */
  setTaskFactory(factory: TaskFactory | null): void {
    if (factory !== null && typeof factory !== 'function') {
      throw new TypeError(`Expected a task factory, a function or null, got ${describeValue(factory)}`)
    }
    this.#taskFactory = factory
  }

  getTaskFactory(): TaskFactory | null {
    return this.#taskFactory
  }

  /**
   * Runs until `awaitable` is done, and returns its result. RuntimeError if the loop is stopped before that.
   * TypeError if the result is itself a coroutine, a future or a task: a promise cannot hold one, and a
   * `yield*` was forgotten.
   */
  async runUntilComplete<T>(awaitable: Awaitable<T>): Promise<T> {
    this._checkMayRun()
    const future = ensureFuture(awaitable, this)
    const stop = () => this.stop()
    future.addDoneCallback(stop)
    let deadlock: DeadlockError | undefined
    let stranding: Stranding | undefined
    const release = this._host.onDrained?.(() => {
      if (!this.isRunning() || future.done()) return
      if (this._externals.size > 0) {
        // An external may still wake the loop, perhaps only when it gets this same signal that nothing is
        // left to do.
        stranding ??= new Stranding(this)
        stranding.tell(future as Future<unknown>)
      } else if (this.#signals?.any !== true) {
        deadlock = deadlockError(this)
        this.stop()
      }
    })
    try {
      await this.runForever()
    } finally {
      release?.()
      stranding?.end()
      future.removeDoneCallback(stop)
    }
    if (!future.done()) {
      throw deadlock ?? new RuntimeError('Event loop stopped before Future completed.')
    }
    const result = resultOf(future)
    return this._unreturned === future ? (undefined as T) : result
  }

  /** @internal */
  override _moveOrigin(now: number): void {
    const moved = Math.floor(now - this._origin) - KEPT
    this._origin += moved
    // 0 is this long ago, or longer.
    for (let task = this._firstTask; task !== null; task = task._next) {
      task._since = Math.max(0, task._since - moved)
    }
    this._externals._moveOrigin(moved)
  }

  /** @internal Also keeps the process alive while there are signal handlers, because they may end the run. */
  override _begin(ended: () => void): void {
    super._begin(() => {
      this.#signals?.rest()
      ended()
    })
    this.#signals?.watch()
  }

  override close(): void {
    if (this.isClosed()) return
    super.close()
    tellUnawaited(this)
    this.#noteClosed?.()
    state.loops.delete(this.#reference)
    this.#signals?.removeAll()
    this._externals.abandon()
    this._unretrieved.watch(this._failures.splice(0) as Failed[], true)
    this._unretrieved.reportAll()
    this._executors.end()
    if (state.defaultLoop === this) state.defaultLoop = null
  }

  /**
   * Runs `fn` in the executor (null: the default one) and returns a future of its result. asyncio:
   * `run_in_executor`.
   */
  runInExecutor<A extends unknown[], T>(
    executor: Executor | null,
    fn: (...args: A) => T,
    ...args: A
  ): Future<Awaited<T>> {
    this._checkOpen()
    checkJob(fn)
    const job = (executor ?? this._executors.default()).submit(fn, ...args)
    return futureOf(this, job, fn.name)
  }

  /** Sets the executor that `runInExecutor(null, …)` uses. asyncio: `loop.set_default_executor`. */
  setDefaultExecutor(executor: Executor): void {
    this._executors.setDefault(executor)
  }

  /**
   * Shuts the default executor down and waits for its jobs, for at most `timeout` ms. Then it accepts no more
   * jobs. asyncio: `loop.shutdown_default_executor`.
   */
  shutdownDefaultExecutor(options: { timeout?: number } = {}): Coroutine<void> {
    checkOptions(options, 'shutdownDefaultExecutor()', { timeout: () => {} })
    checkShutdownOptions(options)
    return this._executors.shutdownDefault(options)
  }

  /** Closes the async generators that have begun and not ended. asyncio: `loop.shutdown_asyncgens`. */
  shutdownAsyncgens(): Coroutine<void> {
    return shutdownGenerators(this)
  }

  /**
   * Calls `callback` through the loop when the signal arrives. While the loop runs, a handler keeps the
   * process alive. RangeError if the name is no signal; RuntimeError if the host has no signals. asyncio:
   * `loop.add_signal_handler`.
   */
  addSignalHandler<Args extends unknown[]>(
    signal: string,
    callback: (...args: Args) => unknown,
    ...args: Args
  ): void {
    this._checkOpen()
    this.#signals ??= new SignalHandlers(this)
    this.#signals.add(signal, callback as Callback, args)
  }

  /** Removes a signal handler. Returns false if there was none. */
  removeSignalHandler(signal: string): boolean {
    this.#signals ??= new SignalHandlers(this)
    return this.#signals.remove(signal)
  }

  /**
   * Calls `hook` at every step of every task. Returns a function that removes it. For tracers and consoles
   * (lowlevel).
   */
  addHook(hook: TaskHook): () => void {
    if (typeof hook !== 'object' || hook === null)
      throw new TypeError(`Expected a hook object, got ${describeValue(hook)}`)
    checkOptions(hook, 'addHook()', HOOKS)
    const hooks = this._hooks ?? new TaskHooks(this)
    this._hooks = hooks
    const remove = hooks.add(hook)
    this._watch()
    watchWakes(this)
    return () => {
      remove()
      if (hooks.isEmpty && this._hooks === hooks) this._hooks = null
      this._watch()
      watchWakes(this)
    }
  }

  override setDebug(on: boolean): void {
    this.#setDebug(on)
  }

  #setDebug(on: boolean): void {
    super.setDebug(on)
    if (!on) {
      this.#noteClosed?.()
      this.#noteClosed = undefined
    } else if (!this.isClosed()) this.#noteClosed ??= watchLoop(this)
    // Takes effect for the rest of the current job too.
    if (state.loop === this) state.debugging = on
  }

  /** @internal */
  override _whenIdle(): void {
    this._unretrieved.watch(this._failures.splice(0) as Failed[], this.getDebug())
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }

  override toString(): string {
    return `<EventLoop running=${this.isRunning()} closed=${this.isClosed()} debug=${this.getDebug()}>`
  }
}

const HOOKS: OptionKinds = {
  taskCreated: 'function',
  taskStepped: 'function',
  taskSuspended: 'function',
  taskFinished: 'function',
  taskWoken: 'function',
  aroundStep: 'function',
}

/** The arrivals from outside that the tasks of `loop` wait for. */
function* arrivalsOf(loop: EventLoop): Generator<External> {
  for (let task = loop._firstTask; task !== null; task = task._next) {
    const external = task._waitsFor?._external?.(loop) ?? null
    if (external !== null) yield external
  }
}

declare module '../base/above.ts' {
  interface Above {
    loop: TheLoop
  }
}

type TheLoop = EventLoop
