/**
 * What a loop may be made with, and asked to call.
 */

import { nameOf } from '../base/brief.ts'
import { makesCoroutines } from '../base/coroutine-function.ts'
import { describeValue } from '../base/errors.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import type { Ring } from '../base/ring.ts'
import { type Context, checkContext } from '../current/context.ts'
import type { Host } from '../current/host.ts'
import type { Runnable } from './handle.ts'

/** What a loop is made with. */
export interface LoopOptions {
  /** The world; the platform's own unless given. */
  host?: Host | undefined
  /** The queue to run from, empty: a test's own may choose what runs next. */
  ready?: Ring<Runnable> | undefined
}

/** What a callback may be scheduled with, in front of it. */
export interface CallOptions {
  /** The context to run in, itself; a copy of the current one unless given. */
  context?: Context | undefined
}

const CALL_OPTIONS: OptionKinds = { context: checkContext }
const LOOP_OPTIONS: OptionKinds = { host: checkHost, ready: checkQueue }

export function checkLoopOptions(options: LoopOptions | undefined): void {
  checkOptions(options, 'new EventLoop()', LOOP_OPTIONS)
}

/** The context in the options that stand in front of a callback; without a callback behind them they are none. */
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

/** Throws TypeError for what is no event loop; `what` is the argument. */
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
