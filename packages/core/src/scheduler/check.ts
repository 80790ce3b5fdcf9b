/**
 * Checks of the options of a loop, and of the callbacks it is given.
 *
 * A wrong callback would otherwise fail only when the loop calls it, far from the mistake. So the loop checks
 * it when it is scheduled. The options of a call stand in front of its callback, because all arguments after
 * the callback belong to it.
 */

import { nameOf } from '../base/brief.ts'
import { makesCoroutines } from '../base/coroutine-function.ts'
import { describeValue } from '../base/errors.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import type { Ring } from '../base/ring.ts'
import type { TimerHeap } from '../base/timer-heap.ts'
import { type Context, checkContext } from '../current/context.ts'
import type { Host } from '../current/host.ts'
import type { HeapEntry, Runnable } from './handle.ts'

/** The options of a new loop. */
export interface LoopOptions {
  /** The world; by default the platform's own. */
  host?: Host | undefined
  /** The queue to run from. It must be empty. A queue of a test may choose what runs next. */
  ready?: Ring<Runnable> | undefined
  /** The timers. It must be empty. A heap of a test may choose which timer fires next. */
  timers?: TimerHeap<HeapEntry> | undefined
}

/** The options of a scheduled callback. They stand in front of it. */
export interface CallOptions {
  /** The context to run in, not a copy of it; by default a copy of the current one. */
  context?: Context | undefined
}

const CALL_OPTIONS: OptionKinds = { context: checkContext }
const LOOP_OPTIONS: OptionKinds = { host: checkHost, ready: checkQueue, timers: checkTimers }

export function checkLoopOptions(options: LoopOptions | undefined): void {
  checkOptions(options, 'new EventLoop()', LOOP_OPTIONS)
}

/**
 * The context in the options in front of a callback. Throws TypeError if no callback follows, or the options
 * are wrong.
 */
export function contextIn(options: unknown, args: readonly unknown[], what: string): Context | undefined {
  if (args.length === 0) checkCallback(options, what)
  checkOptions(options, `${what}()`, CALL_OPTIONS)
  return (options as CallOptions | undefined)?.context
}

export function checkCallback(callback: unknown, what: string): void {
  if (typeof callback !== 'function') {
    throw new TypeError(`Expected a function as the callback of ${what}(), got ${describeValue(callback)}`)
  }
  if (makesCoroutines(callback)) {
    throw new TypeError(
      `Expected a plain function as the callback of ${what}(), got the coroutine function ${nameOf(callback)}: ` +
        'make a task of its coroutine with createTask()',
    )
  }
}

/** Throws TypeError unless `loop` is an event loop; `what` names the argument. */
export function checkLoop(loop: unknown, what: string): void {
  if (typeof (loop as { callSoon?: unknown } | null)?.callSoon !== 'function')
    throw new TypeError(`Expected ${what} to be an event loop, got ${describeValue(loop)}`)
}

function checkHost(host: unknown, what: string): void {
  const { now, enter, breathe, arm, disarm } = (host ?? {}) as Partial<Host>
  if ([now, enter, breathe, arm, disarm].some((method) => typeof method !== 'function'))
    throw new TypeError(
      `Expected ${what} to have now(), enter(), breathe(), arm() and disarm(), got ${describeValue(host)}`,
    )
}

function checkQueue(queue: unknown, what: string): void {
  const { push, shift, clear } = (queue ?? {}) as Partial<Ring<unknown>>
  if (typeof push !== 'function' || typeof shift !== 'function' || typeof clear !== 'function')
    throw new TypeError(`Expected ${what} to be a Ring, got ${describeValue(queue)}`)
}

function checkTimers(timers: unknown, what: string): void {
  const { push, peek, popDue } = (timers ?? {}) as Partial<TimerHeap<HeapEntry>>
  if ([push, peek, popDue].some((method) => typeof method !== 'function'))
    throw new TypeError(`Expected ${what} to be a TimerHeap, got ${describeValue(timers)}`)
}
