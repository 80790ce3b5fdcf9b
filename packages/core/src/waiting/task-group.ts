/**
 * Structured concurrency: a block that ends when all the tasks started in it have ended.
 *
 *   created --aenter--> open --aexit--> waiting for the children --> finished
 *                         \--a child fails, the body throws, cancel()--> shutting down --aexit--> …
 *
 * When a child fails, the group cancels the other children, and the body through the parent task. At the end
 * the group takes that one request back. So counting tells a cancellation from outside from the group's own.
 * Errors have priority over a cancellation: the parent is then cancelled again, so that the cancellation
 * comes at its next wait.
 */

import { type CancelledError, describeValue, isCancelledError, RuntimeError } from '../base/errors.ts'
import { ExceptionGroup } from '../base/exception-group.ts'
import { LEVEL } from '../base/flags.ts'
import { inspect } from '../base/inspect.ts'
import { checkOptions } from '../base/options.ts'
import { type Body, checkBody, invoke, named } from '../coroutine/body.ts'
import type { Coroutine, CoroutineLike } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import { toCoroutine } from '../coroutine/to-coroutine.ts'
import type { Awaitable, Future, Suspension } from '../future/future.ts'
import { ChildWaiter, type Joint, JointFuture } from '../parking/joint.ts'
import { coroutineOf } from '../task/create-task.ts'
import { currentTask, getRunningLoop } from '../task/current-task.ts'
import { holdCancel, releaseCancel } from '../task/hold.ts'
import type { Task } from '../task/task.ts'
import { checkTaskOptions, type TaskOptions } from '../task/task-options.ts'
import { enteredScope, leftScope } from '../tracing/hooks.ts'
import { noteLabel } from '../tracing/trail.ts'
import { inTheNameOf } from './in-the-name-of.ts'
import { type ScopeNode, scopeOf } from './scope-tree.ts'
import { type Started, type Starting, starting } from './starting.ts'
import { TASK_GROUP_OPTIONS, type TaskGroupOptions } from './task-group-options.ts'
import { TaskLimit } from './task-limit.ts'

const SWEEP_FROM = 16

/** The argument of a `taskGroup` body; also usable with `asyncWith`. asyncio: `asyncio.TaskGroup`. */
export class TaskGroup implements Joint {
  #parent: Task<unknown> | null = null
  /** Tasks that have not ended, and a few that have. The latter are swept out when they are the majority. */
  readonly #tasks: Task<unknown>[] = []
  #left = 0
  readonly #errors: unknown[] = []
  #allDone: Future<void> | null = null
  #exiting = false
  #aborting = false
  #cancelCalled = false
  #parentCancelRequested = false
  #cancellingBefore = 0
  /** The cancel scope that the group was entered in: its tasks stand in it, too. */
  #scope: ScopeNode | null = null
  readonly #limit: TaskLimit | null
  readonly #collects: boolean
  /** Those that were made by `start`. */
  #starting: Map<Task<unknown>, Starting<unknown>> | null = null

  constructor(options?: TaskGroupOptions) {
    if (options !== undefined) checkOptions(options, 'a TaskGroup', TASK_GROUP_OPTIONS)
    const limit = options?.limit ?? Number.POSITIVE_INFINITY
    this.#limit = limit === Number.POSITIVE_INFINITY ? null : new TaskLimit(limit)
    this.#collects = options?.onError === 'collect'
  }

  /**
   * Starts a task of the group; with a `limit`, when its turn comes. RuntimeError outside of the block.
   */
  createTask<T>(coro: CoroutineLike<T>, options?: TaskOptions): Task<T> {
    const parent = this.#parent
    const refusal =
      parent === null
        ? 'has not been entered'
        : this.#exiting && this.#left === 0
          ? 'is finished'
          : this.#aborting
            ? 'is shutting down'
            : undefined
    if (parent === null || refusal !== undefined) {
      toCoroutine(coro).close()
      throw new RuntimeError(`${this} ${refusal}`)
    }
    const loop = parent.getLoop()
    const limit = this.#limit
    if (limit === null) return this.#add(loop.createTask(coro, options))
    return limit.add(coro, (coro) => this.#add(loop.createTask(coro, options)))
  }

  /**
   * Starts a task of the group, and waits until its body calls `started(value)`. Returns the value. Until
   * then the task is the caller's: if it fails, or ends without a call, `start` throws its error, or
   * RuntimeError, and the group goes on. RuntimeError in the body if it calls `started` twice. Cancelling it
   * cancels and awaits the task. trio: `nursery.start`.
   *
   * @example
   * ```ts
   * yield* taskGroup(function* (group) {
   *   const port = yield* group.start(function* serve(started: Started<number>) {
   *     yield* sleep(10)
   *     started(8080)
   *     yield* sleep(1000)
   *   })
   *   group.cancel()
   *   return port
   * }) // => 8080
   * ```
   */
  start<T = void>(body: (started: Started<T>) => Awaitable<unknown>, options?: TaskOptions): Coroutine<T> {
    if (typeof body !== 'function') {
      throw new TypeError(
        `Expected the body of start(), a generator function (function*), got ${describeValue(body)}`,
      )
    }
    if (options !== undefined) checkTaskOptions(options)
    return starting((child) => {
      const coro = named(
        coroutineOf(invoke(body as (started: never) => Awaitable<unknown>, child.started as never)),
        body,
      )
      const task = this.createTask(coro, options)
      this.#starting ??= new Map()
      this.#starting.set(task, child)
      return task
    }) as Coroutine<T>
  }

  #add<T>(added: Task<T>): Task<T> {
    const task = added as Task<unknown>
    const tasks = this.#tasks
    if (tasks.length > SWEEP_FROM && tasks.length > this.#left * 2) {
      let kept = 0
      for (const each of tasks) if (!each.done()) tasks[kept++] = each
      tasks.length = kept
    }
    tasks.push(task)
    this.#left++
    task._addWaiter(new ChildWaiter(this, task))
    this.#scope?.adopt(task)
    return added
  }

  /**
   * Ends the block early and without an error: cancels the children and the body. Does nothing after the end.
   * Before the beginning, the block is cancelled as it is entered. asyncio 3.15: `TaskGroup.cancel`.
   */
  cancel(): void {
    if (this.#cancelCalled) return
    this.#cancelCalled = true
    if (this.#parent !== null && !(this.#exiting && this.#left === 0)) this.#abort(undefined)
  }

  /** Enters the block. RuntimeError outside a task, or a second time. */
  *aenter(): Generator<never, this, unknown> {
    this._enter()
    return this
  }

  /**
   * Leaves the block, with the error that it ended with, if any. Waits for the children, then throws the
   * error that is due.
   */
  *aexit(error: unknown, failed: boolean = error !== undefined): Generator<Suspension, boolean, unknown> {
    return yield* this._exit(failed, error)
  }

  /** @internal */
  _enter(): void {
    if (this.#parent !== null) throw new RuntimeError(`${this} has already been entered`)
    getRunningLoop()
    const parent = currentTask()
    if (parent === null)
      throw new RuntimeError(`${this} cannot determine the parent task: use it inside a task`)
    this.#parent = parent
    this.#scope = scopeOf(parent)
    this.#cancellingBefore = parent._cancelsThrown
    enteredScope(parent, this, 'TaskGroup')
    if (this.#cancelCalled) this.#abort(undefined)
  }

  /** @internal Returns true if the error is handled and must not go on. */
  *_exit(failed: boolean, error: unknown): Generator<Suspension, boolean, unknown> {
    const parent = this.#parent as Task<unknown>
    this.#exiting = true
    let cancellation = failed && isCancelledError(error) ? error : undefined
    if (failed && !this.#aborting) this.#stopChildren()

    // The group may itself have caused a cancellation that came while it shut down. Counting tells, below.
    let interruption: CancelledError | undefined
    let held: Task<unknown> | null = null
    // A loop, because the wait can be cancelled again and again while the children clean up.
    try {
      while (this.#left > 0) {
        this.#allDone = new JointFuture<void>(parent.getLoop(), 'the tasks of a TaskGroup', this.#tasks)
        try {
          yield* this.#allDone
        } catch (thrown) {
          if (!isCancelledError(thrown)) throw thrown
          interruption = thrown
          held ??= holdCancel()
          if (!this.#aborting) {
            cancellation = thrown
            this.#stopChildren()
          }
        }
        this.#allDone = null
      }
    } finally {
      releaseCancel(held)
    }
    leftScope(parent, this, failed || this.#errors.length > 0, failed ? error : this.#errors[0])

    let swallowed = false
    if (this.#parentCancelRequested) {
      if (parent.uncancel() <= this.#cancellingBefore) {
        swallowed = cancellation !== undefined
        cancellation = undefined
      } else cancellation ??= interruption
    }
    if (cancellation !== undefined && this.#errors.length === 0) throw cancellation
    if (failed && !isCancelledError(error)) this.#errors.push(error)
    if (this.#errors.length > 0) {
      if (parent.cancelling() > 0) {
        // The cancellation gives way to the errors, and comes again at the parent's next wait.
        parent.uncancel()
        parent.cancel()
      }
      throw new ExceptionGroup('unhandled errors in a TaskGroup', this.#errors)
    }
    return swallowed
  }

  /** @internal */
  get _ownerTask(): Task<unknown> | null {
    return this.#parent
  }

  /** @internal */
  _childEnded(task: Task<unknown>): void {
    if (this.#scope !== null) scopeOf(task)?.drop(task)
    if (--this.#left === 0) this.#tasks.length = 0
    if (this.#left === 0 && this.#allDone !== null && !this.#allDone.done()) this.#allDone.setResult()
    const start = this.#starting?.get(task)
    if (start !== undefined) this.#starting?.delete(task)
    // The limit hears of it after that: in a group that shuts down none begins.
    if (task.failed() && start?.isOfGroup !== false) this.#childFailed(task)
  }

  #childFailed(task: Task<unknown>): void {
    const error = task.exception()
    noteLabel(error, task._label)
    this.#errors.push(error)
    const parent = this.#parent as Task<unknown>
    if (parent.done()) {
      task.getLoop().callExceptionHandler({
        message: `${task} has errored out but its parent task ${parent} is already completed`,
        exception: error,
        task,
      })
    } else if (!this.#collects && !this.#aborting && !this.#parentCancelRequested) this.#abort(task.name)
  }

  /** Cancels the children, and the parent's wait in the body or at its end. */
  #abort(by: string | undefined): void {
    if (!this.#aborting) this.#cancelChildren(by)
    if (this.#parentCancelRequested) return
    this.#parentCancelRequested = true
    inTheNameOf(by, () => this.#parent?.cancel())
  }

  /** The body has ended with an error. If that is because of a scope around it, the tasks know that, too. */
  #stopChildren(): void {
    const parent = this.#parent as Task<unknown>
    const toldByScope =
      this.#scope !== null && scopeOf(parent) === this.#scope && (parent._flags & LEVEL) !== 0
    if (toldByScope) this.#aborting = true
    else this.#cancelChildren(undefined)
  }

  #cancelChildren(by: string | undefined): void {
    this.#aborting = true
    inTheNameOf(by, () => {
      for (const task of this.#tasks) task.cancel()
    })
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }

  toString(): string {
    const state = [
      this.#left > 0 ? ` tasks=${this.#left}` : '',
      this.#errors.length > 0 ? ` errors=${this.#errors.length}` : '',
      this.#aborting ? ' cancelling' : this.#parent !== null ? ' entered' : '',
    ]
    return `<TaskGroup${state.join('')}>`
  }
}

const groupBlock = coroutine(function* taskGroup<T>(group: TaskGroup, body: Body<T, TaskGroup>) {
  group._enter()
  let result: T | undefined
  try {
    result = yield* invoke(body, group)
  } catch (error) {
    if (!(yield* group._exit(true, error))) throw error
    return result as T
  }
  yield* group._exit(false, undefined)
  return result
})

/**
 * Runs `body` with a group that starts tasks, and ends when all of them have ended. Returns what the body
 * returns, or undefined if `group.cancel()` cut it short. The first failure cancels the others and the body.
 * All errors are thrown together as an ExceptionGroup. Cancelling it cancels and awaits every child. asyncio:
 * `async with asyncio.TaskGroup()`.
 *
 * `limit` is how many tasks run at a time: `createTask` never waits, and queues the task instead. When the
 * group shuts down, queued tasks are cancelled and never begin. With `onError: 'collect'` an error cancels
 * nothing, and comes out when all have ended; an error of the body cancels the tasks as ever. A wrong option
 * is refused by name.
 *
 * @example
 * ```ts
 * import { run, sleep, taskGroup } from '@acoro/core'
 *
 * await run(function* main() {
 *   return yield* taskGroup(function* (group) {
 *     const slow = group.createTask(sleep(10, 'slow'))
 *     const fast = group.createTask(sleep(1, 'fast'))
 *     return [yield* slow, yield* fast]
 *   })
 * }) // => ['slow', 'fast']
 * ```
 */
export function taskGroup<T>(body: Body<T, TaskGroup>, options?: TaskGroupOptions): Coroutine<T> {
  checkBody(body)
  return groupBlock(new TaskGroup(options), body) as Coroutine<T>
}
