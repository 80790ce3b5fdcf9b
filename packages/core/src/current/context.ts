/**
 * Context variables: values that follow a task and the callbacks it schedules, as Python's contextvars do.
 *
 * Each task starts with a copy of its creator's context. Copies must cost nothing, because most tasks never
 * set a variable. So a context is handed on as a Snapshot, an immutable Map that all copies share (null if
 * nothing was ever set). Only the first `set` makes a Context of its own: copy on write. `state.context`
 * holds either. Code that runs something under it stores the value it finds there afterwards.
 */

import { describeValue, RuntimeError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { state } from './state.ts'

declare module './state.ts' {
  interface State {
    context: Context | Snapshot
  }
}

/** The class ContextVar, which context-var.ts enters here: programs without variables bundle without it. */
// biome-ignore lint/suspicious/noEmptyInterface: see above.
// biome-ignore lint/correctness/noUnusedVariables: see above.
export interface ContextVar<T> {}

type Values = ReadonlyMap<ContextVar<unknown>, unknown>

/** A context that has not been written to since it was copied. */
export type Snapshot = Values | null

/** Another holder has the same values: they are copied before they are changed. */
export const SHARED = 1
/** `run` is running something in it. */
const ENTERED = 2

/** The values for a task or callback that is scheduled now. Marks them as shared. */
export function snapshot(): Snapshot {
  return valuesOf(state.context)
}

function valuesOf(context: Context | Snapshot): Snapshot {
  if (context === null || context instanceof Map) return context
  ;(context as Context)._flags |= SHARED
  return (context as Context)._values
}

/** A Context object for the value that a task or a handle holds. It shares the same values. */
export function contextOf(held: Context | Snapshot): Context {
  if (held !== null && !(held instanceof Map)) return held as Context
  const context = new Context()
  context._values = held
  return context
}

/** Throws TypeError unless `value` is a context; `what` names the option or the argument. */
export function checkContext(value: unknown, what: string): asserts value is Context {
  if (value instanceof Context || typeof (value as Partial<Context> | null)?.copy === 'function') return
  throw new TypeError(`Expected ${what} to be a Context, got ${describeValue(value)}`)
}

/**
 * A set of values of context variables in which code can run. asyncio: `contextvars.Context`.
 *
 * @example
 * ```ts
 * import { ContextVar, copyContext } from '@acoro/core'
 *
 * const user = new ContextVar('user', { default: 'nobody' })
 * const context = copyContext()
 * context.run(() => user.set('ada'))
 * user.get() // => 'nobody'
 * context.get(user) // => 'ada'
 * ```
 */
export class Context {
  /** @internal */
  _values: Snapshot = null
  /** @internal SHARED and ENTERED, in one field: programs have as many contexts as tasks. */
  _flags: number = SHARED

  /** The number of variables that have a value here. */
  get size(): number {
    return this._values?.size ?? 0
  }

  get<T>(variable: ContextVar<T>): T | undefined {
    return this._values?.get(variable as ContextVar<unknown>) as T | undefined
  }

  has(variable: ContextVar<never>): boolean {
    return this._values?.has(variable as ContextVar<unknown>) ?? false
  }

  copy(): Context {
    const context = new Context()
    context._values = valuesOf(this)
    return context
  }

  /**
   * Runs `fn` in this context; the values it sets stay here. RuntimeError if this context is being run
   * already.
   */
  run<Args extends unknown[], R>(fn: (...args: Args) => R, ...args: Args): R {
    if (typeof fn !== 'function') {
      throw new TypeError(`Expected a function to run in the context, got ${describeValue(fn)}`)
    }
    if ((this._flags & ENTERED) !== 0)
      throw new RuntimeError('Cannot enter a context that is already entered: run a copy() of it')
    const outer = state.context
    this._flags |= ENTERED
    state.context = this
    try {
      return fn(...args)
    } finally {
      this._flags &= ~ENTERED
      state.context = outer
    }
  }

  [Symbol.iterator](): Iterator<[ContextVar<unknown>, unknown]> {
    return (valuesOf(this) ?? new Map()).entries()
  }

  toString(): string {
    return `<Context of ${this.size === 1 ? '1 variable' : `${this.size} variables`}>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}

/** A copy of the current context: cheap, whatever its size. asyncio: `contextvars.copy_context`. */
export function copyContext(): Context {
  return contextOf(snapshot()).copy()
}
