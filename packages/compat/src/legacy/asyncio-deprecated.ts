/**
 * What asyncio took back: `async` as a function (removed in 3.7), the class methods of Task (3.9), `@coroutine` (3.11) and
 * event loop policies (deprecated in 3.14). They do what they did, on what acoro has, and warn once.
 *
 * Policies are a detour to a loop factory, so that is all they are here: the namespace's own `getEventLoop`,
 * `newEventLoop` and `run` ask the policy, acoro's never do.
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

/** `asyncio.async`, whose name became a keyword. */
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

  /** Tasks are made by their loop, so every task is one of these. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof CoreTask
  }
}

/** What makes and keeps the loops of a program. */
export abstract class AbstractEventLoopPolicy {
  abstract getEventLoop(): EventLoop
  abstract setEventLoop(loop: EventLoop | null): void
  abstract newEventLoop(): EventLoop
}

/** The policy in force until another one is set. */
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

/** The policy in force. asyncio: `get_event_loop_policy`. */
export function getEventLoopPolicy(): AbstractEventLoopPolicy {
  warnOnce('asyncio.getEventLoopPolicy()', 'the option loopFactory of run() and Runner')
  policy ??= new DefaultEventLoopPolicy()
  return policy
}

/** Sets the policy; null brings the default back. TypeError for what is none. asyncio: `set_event_loop_policy`. */
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

/** As acoro's, by way of the policy. */
export function getEventLoop(): EventLoop {
  return runningLoop() ?? (policy === null ? coreGetEventLoop() : policy.getEventLoop())
}

/** As acoro's, by way of the policy. */
export function setEventLoop(loop: EventLoop | null): void {
  if (policy === null) coreSetEventLoop(loop)
  else policy.setEventLoop(loop)
}

/** As acoro's, by way of the policy. */
export function newEventLoop(): EventLoop {
  return policy === null ? coreNewEventLoop() : policy.newEventLoop()
}

/** As acoro's, on a loop that the policy makes. */
export function run<T>(main: Main<T>, options: RunnerOptions = {}): Promise<T> {
  const made = policy
  return coreRun(main, made === null ? options : { loopFactory: () => made.newEventLoop(), ...options })
}
