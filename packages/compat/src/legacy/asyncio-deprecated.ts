/**
 * Names that asyncio removed: `async` as a function (3.7), the class methods of Task (3.9) and `@coroutine`
 * (3.11). Event loop policies are deprecated since 3.14. All of them work, and each warns once.
 *
 * A policy is an indirect way to name a loop factory. So `getEventLoop`, `newEventLoop` and `run` of this
 * namespace ask the policy. Those of core never do.
 */

import {
  type Awaitable,
  allTasks,
  Task as CoreTask,
  type Coroutine,
  getEventLoop as coreGetEventLoop,
  newEventLoop as coreNewEventLoop,
  run as coreRun,
  setEventLoop as coreSetEventLoop,
  currentTask,
  type EventLoop,
  ensureFuture,
  type Future,
  type Main,
  type RunnerOptions,
} from '@acoro/core'
import { describeValue, runningLoop } from '@acoro/core/lowlevel'
import { warnOnce } from '../base/warn-once.ts'
import { legacy, type YieldingGenerator } from './legacy.ts'

/** `asyncio.async`, before `async` became a keyword. */
export function async_<T>(awaitable: Awaitable<T>, loop?: EventLoop): Future<T> {
  warnOnce('asyncio.async_()', 'ensureFuture()')
  return ensureFuture(awaitable, loop)
}

/** `asyncio.coroutine`, the decorator of generators that wait with a bare `yield`. */
export function coroutine<This, Args extends unknown[], T>(
  fn: (this: This, ...args: Args) => YieldingGenerator<T>,
): (this: This, ...args: Args) => Coroutine<T> {
  warnOnce('asyncio.coroutine()', 'coroutine() of @acoro/core and `yield*`, or legacy() of @acoro/compat')
  return legacy(fn)
}

/** A task, with the class methods it had. */
export class Task<T> extends CoreTask<T> {
  static allTasks(loop?: EventLoop): Set<CoreTask<unknown>> {
    warnOnce('asyncio.Task.allTasks()', 'allTasks()')
    return allTasks(loop)
  }

  static currentTask(loop?: EventLoop): CoreTask<unknown> | null {
    warnOnce('asyncio.Task.currentTask()', 'currentTask()')
    return currentTask(loop)
  }

  /** True for every task: tasks are made by their loop, not by this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof CoreTask
  }
}

/** Makes the loops of a program, and keeps the current one. */
export abstract class AbstractEventLoopPolicy {
  abstract getEventLoop(): EventLoop
  abstract setEventLoop(loop: EventLoop | null): void
  abstract newEventLoop(): EventLoop
}

/** The policy that is used until another one is set. */
export class DefaultEventLoopPolicy extends AbstractEventLoopPolicy {
  override getEventLoop(): EventLoop {
    return coreGetEventLoop()
  }

  override setEventLoop(loop: EventLoop | null): void {
    coreSetEventLoop(loop)
  }

  override newEventLoop(): EventLoop {
    return coreNewEventLoop()
  }
}

let policy: AbstractEventLoopPolicy | null = null

/** Returns the current policy. asyncio: `get_event_loop_policy`. */
export function getEventLoopPolicy(): AbstractEventLoopPolicy {
  warnOnce('asyncio.getEventLoopPolicy()', 'the option loopFactory of run() and Runner')
  policy ??= new DefaultEventLoopPolicy()
  return policy
}

/**
 * Sets the policy; null restores the default. TypeError if `newPolicy` is not a policy. asyncio:
 * `set_event_loop_policy`.
 */
export function setEventLoopPolicy(newPolicy: AbstractEventLoopPolicy | null): void {
  warnOnce('asyncio.setEventLoopPolicy()', 'the option loopFactory of run() and Runner')
  if (
    newPolicy !== null &&
    typeof (newPolicy as Partial<AbstractEventLoopPolicy>)?.newEventLoop !== 'function'
  ) {
    throw new TypeError(`Expected an event loop policy or null, got ${describeValue(newPolicy)}`)
  }
  policy = newPolicy
}

/** As `getEventLoop` of core, but asks the policy. */
export function getEventLoop(): EventLoop {
  return runningLoop() ?? (policy === null ? coreGetEventLoop() : policy.getEventLoop())
}

/** As `setEventLoop` of core, but tells the policy. */
export function setEventLoop(loop: EventLoop | null): void {
  if (policy === null) coreSetEventLoop(loop)
  else policy.setEventLoop(loop)
}

/** As `newEventLoop` of core, but asks the policy. */
export function newEventLoop(): EventLoop {
  return policy === null ? coreNewEventLoop() : policy.newEventLoop()
}

/** As `run` of core, on a loop that the policy makes. */
export function run<T>(main: Main<T>, options: RunnerOptions = {}): Promise<T> {
  const made = policy
  return coreRun(main, made === null ? options : { loopFactory: () => made.newEventLoop(), ...options })
}
