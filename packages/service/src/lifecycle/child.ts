/**
 * A child of a supervisor: what runs it, and in which state it is.
 *
 *   waiting --due--> running --it ends--> ended
 *      ^                | \--it fails, or a sibling does--> waiting
 *      \-- restarted ---/
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  isCancelledError,
  type Suspension,
  type Task,
} from '@acoro/core'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { awaitable } from '../base/user-code.ts'

/** Whether a child is started again after it has ended: always, if it failed, or never. */
export type Restart = 'always' | 'on-failure' | 'never'

export const restarts: readonly Restart[] = ['always', 'on-failure', 'never']

/** What the body of a child is called with. */
export interface ChildScope {
  readonly name: string
  /** How often it was restarted. */
  readonly restarts: number
  /** Starts a further child of the same supervisor, after those that are there. Returns its name. */
  start(child: Child): string
}

export interface ChildOptions {
  /** The body. It is called anew for each start. */
  run: (scope: ChildScope) => Awaitable<unknown>
  /** Unique among the children; the name of the body by default, with a number if that is taken. */
  name?: string | undefined
  /** By default that of the supervisor. */
  restart?: Restart | undefined
}

/** A child to supervise: its body, or the body with options. */
export type Child = ChildOptions | ((scope: ChildScope) => Awaitable<unknown>)

/** How the last task of a child has ended. */
export type ChildEnd =
  | { readonly kind: 'normal' | 'stopped' }
  | { readonly kind: 'failed'; readonly error: unknown }

export class Supervised {
  readonly name: string
  readonly restart: Restart
  readonly run: (scope: ChildScope) => Awaitable<unknown>
  state: 'waiting' | 'running' | 'ended' = 'waiting'
  /** When it is to be started, on the clock of the loop. */
  due: number = Number.NEGATIVE_INFINITY
  restarts = 0
  task: Task<unknown> | null = null
  delays: Iterator<number> | null = null
  lastFailure: number = Number.NEGATIVE_INFINITY

  constructor(name: string, options: ChildOptions, restart: Restart) {
    this.name = name
    // Called as a method: the options may be an object of a class.
    this.run = (scope) => options.run(scope)
    this.restart = options.restart ?? restart
  }

  /** The coroutine of its next start. */
  begin(start: (child: Child) => string): Coroutine<unknown> {
    return running(this.run, { name: this.name, restarts: this.restarts, start })
  }
}

/** Throws TypeError for what is no child. */
export function optionsOf(child: Child): ChildOptions {
  if (typeof child === 'function') return { run: child }
  if (typeof child !== 'object' || child === null || Symbol.iterator in child) {
    throw new TypeError(
      `Expected a child, a generator function (function*) or { run }, got ${describeValue(child)}`,
    )
  }
  checkOptions(child, 'a child', { run: 'function', name: 'string', restart: restarts })
  checkFunction(child.run, 'the option run of a child')
  return child
}

const running: (run: (scope: ChildScope) => Awaitable<unknown>, scope: ChildScope) => Coroutine<unknown> =
  coroutine(function* child(
    run: (scope: ChildScope) => Awaitable<unknown>,
    scope: ChildScope,
  ): Generator<Suspension, unknown, unknown> {
    return yield* awaitable(run(scope), `the body of child '${scope.name}'`)
  })

/** A cancel of the very task from outside stops the child. One that came out of its body is a failure. */
export function endOf(task: Task<unknown>): ChildEnd {
  try {
    task.result()
    return { kind: 'normal' }
  } catch (error) {
    return isCancelledError(error) && task.cancelling() > 0 ? { kind: 'stopped' } : { kind: 'failed', error }
  }
}

/**
 * It ended by itself, or was cancelled from outside, in the very turn in which it is stopped: it is not
 * started again.
 */
export function hasEnded(child: Supervised, task: Task<unknown> | null): boolean {
  if (task === null) return false
  if (!task.done()) return task.cancelling() > 0
  return isOver(child, endOf(task))
}

/** It is not started again. */
export function isOver(child: Supervised, { kind }: ChildEnd): boolean {
  return kind === 'stopped' || child.restart === 'never' || (kind === 'normal' && child.restart !== 'always')
}
