/**
 * Context variables, and the tokens that restore their values.
 */

import { quoted, shorten } from '../base/brief.ts'
import { describeValue, RuntimeError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { Context, SHARED, type Snapshot } from './context.ts'
import { state } from './state.ts'

type Variable<T> = ContextVar<T>

declare module './context.ts' {
  interface ContextVar<T> extends Variable<T> {}
}

const DEFAULT: OptionKinds = { default: () => {} }

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
    const values = ownValues(context)
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
    const values = ownValues(context)
    const key = this as ContextVar<unknown>
    if (token.oldValue === Token.MISSING) values.delete(key)
    else values.set(key, token.oldValue)
  }
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

/** The values of `context`, to be changed: a copy if they are shared. */
function ownValues(context: Context): Map<Variable<unknown>, unknown> {
  if ((context._flags & SHARED) !== 0) {
    context._values = new Map(context._values)
    context._flags &= ~SHARED
  }
  return context._values as Map<Variable<unknown>, unknown>
}
