/**
 * Context variables: values that follow a task and the callbacks it schedules, as Python's contextvars do.
 *
 * Each task starts with a copy of its creator's context. Copies must cost nothing, because most tasks never
 * set a variable. So a context is handed on as a Snapshot, an immutable Map that all copies share (null if
 * nothing was ever set). Only the first `set` makes a Context of its own: copy on write. `state.context`
 * holds either. Code that runs something under it stores the value it finds there afterwards.
 */

import { quoted, shorten } from '../base/brief.ts'
import { describeValue, RuntimeError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { state } from './state.ts'

declare module './state.ts' {
  interface State {
    context: Context | Snapshot
  }
}
const DEFAULT: OptionKinds = { default: () => {} }

type Values = ReadonlyMap<ContextVar<unknown>, unknown>

/** A context that has not been written to since it was copied. */
export type Snapshot = Values | null

/** The values for a task or callback that is scheduled now. Marks them as shared. */
export function snapshot(): Snapshot {
  return valuesOf(state.context)
}

function valuesOf(context: Context | Snapshot): Snapshot {
  if (context === null || context instanceof Map) return context
  ;(context as Context)._isShared = true
  return (context as Context)._values
}

/** The current values, for reading only: they are not marked as shared. */
function valuesHere(): Snapshot {
  const { context } = state
  return context === null || context instanceof Map ? context : (context as Context)._values
}

/** The running code's Context, made from the snapshot when it is first needed. */
function currentContext(): Context {
  const context = state.context
  if (context !== null && !(context instanceof Map)) return context as Context
  const own = new Context()
  own._values = context
  state.context = own
  return own
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
  /** @internal Another holder has the same values: they are copied before they are changed. */
  _isShared = true
  #entered = false

  /** @internal The values, to be changed: a copy if they are shared. */
  _ownValues(): Map<ContextVar<unknown>, unknown> {
    if (this._isShared) {
      this._values = new Map(this._values)
      this._isShared = false
    }
    return this._values as Map<ContextVar<unknown>, unknown>
  }

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
    if (this.#entered)
      throw new RuntimeError('Cannot enter a context that is already entered: run a copy() of it')
    const outer = state.context
    this.#entered = true
    state.context = this
    try {
      return fn(...args)
    } finally {
      this.#entered = false
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

/** Returned by `ContextVar.set`. Pass it to `reset`, or let `using` do that at the end of the block. */
export class Token<T> implements Disposable {
  /** The `oldValue` of a variable that had no value before. */
  static readonly MISSING: unique symbol = Symbol('acoro.Token.MISSING') as never
  /** @internal */
  _used = false

  /** @internal */
  constructor(variable: ContextVar<T>, oldValue: T | typeof Token.MISSING, context: Context) {
    this.variable = variable
    this.oldValue = oldValue
    this._context = context
  }

  readonly variable: ContextVar<T>
  readonly oldValue: T | typeof Token.MISSING
  /** @internal */
  readonly _context: Context;

  [Symbol.dispose](): void {
    if (!this._used) this.variable.reset(this)
  }

  toString(): string {
    return `<Token${this._used ? ' used' : ''} of ${this.variable}>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}

/**
 * A variable with a value for each context: request ids, the current user, a transaction.
 * asyncio: `contextvars.ContextVar`.
 *
 * @example
 * ```ts
 * import { ContextVar, coroutine, gather, run, sleep } from '@acoro/core'
 *
 * const requestId = new ContextVar<number>('requestId')
 * const handle = coroutine(function* handle(id: number) {
 *   requestId.set(id)
 *   yield* sleep(1)
 *   return `answer to ${requestId.get()}`
 * })
 * await run(function* main() {
 *   return yield* gather(handle(1), handle(2))
 * }) // => ['answer to 1', 'answer to 2']
 * ```
 */
export class ContextVar<T> {
  readonly name: string
  readonly #default: { value: T } | undefined

  constructor(name: string, options?: { default: T }) {
    if (typeof name !== 'string') {
      throw new TypeError(`Expected the name of the context variable, a string, got ${describeValue(name)}`)
    }
    checkOptions(options, 'new ContextVar()', DEFAULT)
    this.name = name
    this.#default = options !== undefined && 'default' in options ? { value: options.default } : undefined
  }

  /** The value in the current context, else `fallback`, else the default. RuntimeError if there is none. */
  get(...fallback: [T?]): T {
    const values = valuesHere()
    const key = this as ContextVar<unknown>
    if (values?.has(key)) return values.get(key) as T
    if (fallback.length > 0) return fallback[0] as T
    if (this.#default !== undefined) return this.#default.value
    throw new RuntimeError(`ContextVar '${this.name}' has no value here: set it first, or give it a default`)
  }

  toString(): string {
    const fallback = this.#default === undefined ? '' : ` default=${shorten(this.#default.value)}`
    return `<ContextVar name=${quoted(this.name)}${fallback}>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }

  /** Sets the value in the current context. The token restores the old one. */
  set(value: T): Token<T> {
    const context = currentContext()
    const key = this as ContextVar<unknown>
    const values = context._ownValues()
    const oldValue = values.has(key) ? (values.get(key) as T) : Token.MISSING
    values.set(key, value)
    return new Token<T>(this, oldValue, context)
  }

  /**
   * Restores the value from before the `set` that returned this token. A token works once, in its own
   * context.
   */
  reset(token: Token<T>): void {
    if (!(token instanceof Token))
      throw new TypeError(`Expected the token of a set(), got ${describeValue(token)}`)
    if (token._used) throw new RuntimeError(`The token of ContextVar '${this.name}' has been used already`)
    if (token.variable !== this) {
      throw new RangeError(`The token was made by ContextVar '${token.variable.name}', not by '${this.name}'`)
    }
    const context = currentContext()
    if (token._context !== context) {
      throw new RangeError(`The token of ContextVar '${this.name}' was made in a different context`)
    }
    token._used = true
    const values = context._ownValues()
    const key = this as ContextVar<unknown>
    if (token.oldValue === Token.MISSING) values.delete(key)
    else values.set(key, token.oldValue)
  }
}
