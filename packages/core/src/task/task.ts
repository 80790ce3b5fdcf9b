/**
 * The task that users hold: a coroutine under way, its name, its context, where it stands, how it prints.
 *
 * stepping.ts steps it, and cancelling.ts cancels it.
 */

import type { EventLoop } from '../base/above.ts'
import { quoted } from '../base/brief.ts'
import { describeValue, RuntimeError } from '../base/errors.ts'
import { CANCELLED, PENDING, REJECTED, REQUEST, UNLISTED } from '../base/flags.ts'
import { checkOptions } from '../base/options.ts'
import { type Coroutine, type CoroutineLike, coroutineBrand } from '../coroutine/coroutine.ts'
import { Frame, type Source } from '../coroutine/frame.ts'
import { toCoroutine } from '../coroutine/to-coroutine.ts'
import { type Context, contextOf, snapshot } from '../current/context.ts'
import { world } from '../current/host.ts'
import { state } from '../current/state.ts'
import { type Future, isFuture } from '../future/future.ts'
import { placesInError } from '../tracing/native-stack.ts'
import { createdAt } from '../tracing/places.ts'
import type { StackFrame } from '../tracing/stack-frame.ts'
import { framesStanding } from '../tracing/standing.ts'
import { CancellableTask } from './cancelling.ts'
import { describeCoro, isAskable } from './describe.ts'
import { link } from './task-list.ts'
import { rename, taskNumber } from './task-number.ts'
import { checkTaskOptions, type TaskOptions } from './task-options.ts'

declare module '../base/above.ts' {
  interface Above {
    task: TheTask
  }
}

type TheTask = Task<unknown>

/** Given in place of a coroutine: the task is driven by other code (parking/driven-task.ts). */
export const DRIVEN: unique symbol = Symbol('driven')

interface InternalOptions extends TaskOptions {
  loop?: EventLoop | undefined
  /** Neither in the loop's list nor scheduled: see call.ts. */
  _unlisted?: boolean
}

/**
 * A coroutine under way. Made by `createTask`, `taskGroup` and the like. Awaiting it returns the coroutine's
 * result. asyncio: `asyncio.Task`.
 *
 * @example
 * ```ts
 * import { createTask, run, sleep } from '@acoro/core'
 *
 * await run(function* main() {
 *   const task = createTask(sleep(10, 'slept'), { name: 'sleeper' })
 *   return [task.name, task.done(), yield* task]
 * }) // => ['sleeper', false, 'slept']
 * ```
 */
export class Task<T> extends CancellableTask<T> {
  static {
    Object.defineProperty(Task.prototype, '~acoro', { value: 'task' })
  }

  declare readonly '~acoro': 'task'

  /** Prefer `createTask` or `loop.createTask`: they go through the loop's task factory. */
  constructor(coro: CoroutineLike<T>, options?: TaskOptions & { loop?: EventLoop | undefined })
  /** @internal `maker` is the loop that makes it: passing it here takes no object. */
  constructor(coro: CoroutineLike<T>, options: InternalOptions | undefined, maker?: EventLoop)
  constructor(coro: CoroutineLike<T>, options?: InternalOptions, maker?: EventLoop) {
    if (options !== undefined) checkTaskOptions(options)
    super(maker ?? options?.loop)
    if ((coro as unknown) === DRIVEN) {
      // No frames: see DrivenSteps.
      this._waitsFor = null
      this._context = snapshot()
      this._name = 0
      this._since = 0
      this._flags = UNLISTED
    } else this._begin(coro, options)
  }

  /** @internal Apart, so that the compiler can inline the constructor into that of a driven task. */
  _begin(coro: CoroutineLike<T>, options: InternalOptions | undefined): void {
    const root = toCoroutine(coro)
    const loop = this._loop
    loop._checkOpen()
    const name = options?.name
    const frame = root._toFrame() as Frame<unknown>
    this._top = frame
    frame._claim(this)
    this._waitsFor = null
    this._context = options?.context ?? snapshot()
    this._name = name ?? 0
    this._since = 0
    if (options?._unlisted === true) {
      this._flags = UNLISTED
      return
    }
    link(this as Task<unknown>)
    if (name === undefined) this._name = ++state.taskCount
    if (loop._hooks !== null) loop._hooks.taskCreated(this as Task<unknown>)
    if (options?.eager === true && state.loop === (loop as unknown)) this._startEagerly()
    else loop._push(this)
  }

  get name(): string {
    const own = this._name
    if (typeof own === 'string') return own
    return typeof own === 'object' ? own.name : `Task-${taskNumber(this as TheTask)}`
  }

  set name(name: string) {
    rename(this as TheTask, String(name))
  }

  /**
   * The coroutine it runs. For a task that ended in its eager start, a coroutine of the same name; asyncio
   * returns None.
   */
  get coro(): Coroutine<T> {
    let frame = this._top
    if (frame === null || !(coroutineBrand in frame))
      this._top = frame = Frame.ended(frame as unknown as Source)
    while (frame._parent !== null) frame = frame._parent as Frame<unknown>
    return frame as Frame<T>
  }

  /** The context its steps run in. */
  get context(): Context {
    if (state.task === (this as Task<unknown>)) {
      const own = contextOf(state.context)
      state.context = own
      return own
    }
    const context = contextOf(this._context)
    this._context = context
    return context
  }

  override setResult(_value: T): void {
    throw new RuntimeError('Task does not support setResult: its result is what its coroutine returns')
  }

  override setException(_error: unknown): void {
    throw new RuntimeError('Task does not support setException: cancel() it, or throw inside its coroutine')
  }

  /**
   * Where the task stands, outermost first. A suspended task has every coroutine. A running one has the
   * native stack on top of the coroutines that wait. A failed one has the places in its error. A task that
   * ended otherwise has none. `limit` keeps the innermost. asyncio: `task.get_stack`, which returns a single
   * frame.
   */
  getStack(options: { limit?: number | undefined } = {}): StackFrame[] {
    checkOptions(options, 'getStack()', { limit: () => {} })
    const { limit } = options
    if (limit !== undefined && (!Number.isInteger(limit) || limit < 0)) {
      throw new RangeError(`Expected the limit of a stack, an integer from 0, got ${describeValue(limit)}`)
    }
    const frames = placesOf(this)
    return limit === undefined || limit >= frames.length ? frames : frames.slice(frames.length - limit)
  }

  /** Prints `getStack()`, outermost first, under a line that names the task. */
  printStack(
    options: { limit?: number | undefined; write?: ((text: string) => void) | undefined } = {},
  ): void {
    checkOptions(options, 'printStack()', { limit: () => {}, write: 'function' })
    const frames = this.getStack(options)
    const write = options.write ?? ((text: string) => world.console.error(text.trimEnd()))
    if (frames.length === 0) write(`No stack for ${this}\n`)
    else {
      const what = this._status === REJECTED ? 'Traceback' : 'Stack'
      write(
        `${what} for ${this} (most recent call last):\n${frames.map((frame) => `  at ${frame}\n`).join('')}`,
      )
      if (this._status === REJECTED) write(`${this._outcome}\n`)
    }
  }

  /** @internal Where it stands while it is pending. */
  _standing(): StackFrame[] {
    return framesStanding(this, isAskable(this), this._isCurrent)
  }

  override describe(): string {
    return `task '${this.name}'`
  }

  /** @internal */
  override _dependsOn(): Iterable<Future<unknown>> {
    const { _waitsFor: waitsFor } = this
    return waitsFor === null ? [] : isFuture(waitsFor) ? [waitsFor] : waitsFor._dependsOn()
  }

  override toString(): string {
    const parts: string[] = [stateOf(this)]
    parts.push(
      `name=${quoted(this.name)}`,
      `coro=<${describeCoro(this, this.coro as Frame<T>, this._isCurrent)}>`,
    )
    if (this._waitsFor !== null) parts.push(`wait_for=${this._waitsFor._short()}`)
    parts.push(...this._describeOutcome())
    return `<${this._className} ${parts.join(' ')}${createdAt(this)}>`
  }

  /** @internal It is being stepped, and no hook is being called. */
  get _isCurrent(): boolean {
    return state.task === (this as Task<unknown>) && state.frames !== null
  }

  /** @internal Without what it waits for itself: a chain would be endless. */
  override _short(): string {
    return `<${this._className} ${this.state} name=${quoted(this.name)}>`
  }

  /** @internal */
  override get _kind(): string {
    return 'Task'
  }

  /** @internal */
  override get _label(): string {
    return this.describe()
  }

  /**
   * @internal Prepares it to run a coroutine of `source`, after one that has ended in its first step; see
   * call.ts.
   */
  _reuse(source: Source): void {
    this._top._source = source
    this._context = snapshot()
    this._name = 0
  }
}

function placesOf(task: Task<unknown>): StackFrame[] {
  if (task._status === REJECTED) return placesInError(task._outcome).reverse()
  return task._status !== PENDING ? [] : task._standing()
}

/** As asyncio's repr shows it: a task being stepped is pending there. */
function stateOf(task: Task<unknown>): string {
  if (task._status !== PENDING) return task._status === CANCELLED ? 'cancelled' : 'finished'
  return task._flags >= REQUEST ? 'cancelling' : 'pending'
}
