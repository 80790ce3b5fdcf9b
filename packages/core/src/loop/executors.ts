/**
 * The executors of a loop: the default executor, and the executors that the loop has adopted.
 *
 * The default executor is made when it is first needed. An adopted one was made by the program inside the
 * loop. All of them are shut down with the loop.
 */

import type { EventLoop } from '../base/above.ts'
import { describeValue, RuntimeError } from '../base/errors.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { Frame } from '../coroutine/frame.ts'
import type { Suspension } from '../future/future.ts'
import { ensureFuture } from '../task/create-task.ts'
import { type Executor, InlineExecutor } from './executor.ts'

declare module '../base/above.ts' {
  interface LoopParts {
    /** @internal */
    readonly _executors: LoopExecutors
  }
}

export class LoopExecutors {
  readonly #loop: EventLoop
  readonly #adopted = new Set<Executor>()
  #default: Executor | null = null
  #isShutDown = false

  constructor(loop: EventLoop) {
    this.#loop = loop
  }

  get any(): boolean {
    return this.#default !== null || this.#adopted.size > 0
  }

  /** Returns the default executor. RuntimeError after a shutdown. */
  default(): Executor {
    if (this.#isShutDown) throw new RuntimeError('Executor shutdown has been called')
    this.#default ??= new InlineExecutor(this.#loop)
    return this.#default
  }

  setDefault(executor: Executor): void {
    if (typeof executor?.submit !== 'function' || typeof executor.shutdown !== 'function') {
      throw new TypeError(`Expected an executor, got ${describeValue(executor)}`)
    }
    this.#default = executor
  }

  adopt(executor: Executor): void {
    this.#adopted.add(executor)
  }

  /** Shuts the default executor down and waits for its jobs. */
  shutdownDefault(options: { timeout?: number }): Coroutine<void> {
    return this.#shutdown(() => this.#takeDefault(), options)
  }

  shutdown(options: { timeout?: number }): Coroutine<void> {
    return this.#shutdown(() => this.#takeAll(), options)
  }

  #shutdown(take: () => Iterable<Executor>, options: { timeout?: number }): Coroutine<void> {
    return new Frame(shutdownDefaultExecutor(this.#loop, take, options), shutdownDefaultExecutor)
  }

  /** The loop closes. A shutdown that does not wait never suspends, so one step does all of it. */
  end(): void {
    for (const executor of this.#takeAll())
      executor.shutdown({ wait: false })[Symbol.iterator]().next(undefined)
  }

  #takeDefault(): Executor[] {
    const executor = this.#default
    this.#isShutDown = true
    this.#default = null
    return executor === null ? [] : [executor]
  }

  #takeAll(): Set<Executor> {
    const executors = new Set([...this.#takeDefault(), ...this.#adopted])
    this.#adopted.clear()
    return executors
  }
}

function* shutdownDefaultExecutor(
  loop: EventLoop,
  take: () => Iterable<Executor>,
  options: { timeout?: number },
): Generator<Suspension, void, unknown> {
  const shutdowns = [...take()].map((executor) => ensureFuture(executor.shutdown(options), loop))
  for (const shutdown of shutdowns) yield* shutdown
}

/**
 * Lets `loop` shut `executor` down at the end of `run`, like its default executor, or when the loop is
 * closed.
 */
export function adoptExecutor(loop: EventLoop, executor: Executor): void {
  loop._checkOpen()
  loop._executors.adopt(executor)
}
