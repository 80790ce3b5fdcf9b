/**
 * What coroutines were called with, for the names of tasks in reports: `deposit({…}, 10)`.
 *
 * A coroutine does not keep its arguments, because that would cost every program. So they are noted while a
 * report is made: `coroutine()` applies its generator function, and for that one run `apply` of generator
 * functions is replaced. A bare generator, and one that a transpiler made, has no label.
 */

import type { Runnable } from '@acoro/core/lowlevel'

type Apply = (this: (...args: unknown[]) => object, self: unknown, args: readonly unknown[]) => object

/** The prototype of all generator functions. */
const GENERATORS = Object.getPrototypeOf(function* () {}) as { apply?: Apply }

/** The most characters of a label, and of one string in it. */
const LONGEST = 40
const LONGEST_STRING = 16

export class ArgumentLabels implements Disposable {
  readonly #called = new WeakMap<object, readonly unknown[]>()
  readonly #restore: () => void

  constructor() {
    const called = this.#called
    const before = Object.getOwnPropertyDescriptor(GENERATORS, 'apply')
    const apply: Apply = function (self, args) {
      const generator = Reflect.apply(this, self, args ?? [])
      if (args?.length > 0) called.set(generator, args)
      return generator
    }
    try {
      Object.defineProperty(GENERATORS, 'apply', { value: apply, configurable: true, writable: true })
    } catch {
      // It is frozen: reports go without labels.
      this.#restore = () => {}
      return
    }
    this.#restore = () => {
      if (before === undefined) Reflect.deleteProperty(GENERATORS, 'apply')
      else Object.defineProperty(GENERATORS, 'apply', before)
    }
  }

  /** The arguments that the coroutine of a task was called with, in parentheses; '' if there are none. */
  of(task: Runnable): string {
    // The types of core do not show what a coroutine runs.
    const { coro } = task as unknown as { coro?: { _generator?: object | null } }
    const args = coro?._generator ? this.#called.get(coro._generator) : undefined
    if (args === undefined) return ''
    const text = args.map(brief).join(', ')
    return `(${text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text})`
  }

  [Symbol.dispose](): void {
    this.#restore()
  }
}

/** A short text for an argument. It looks into no object, so nothing of the program runs. */
function brief(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > LONGEST_STRING ? `${value.slice(0, LONGEST_STRING)}…` : value)
    case 'object':
      if (value === null) return 'null'
      return safely(() => Array.isArray(value)) === true ? '[…]' : '{…}'
    case 'function':
      return 'ƒ'
    case 'bigint':
      return `${value}n`
    default:
      return String(value)
  }
}

/** A revoked Proxy cannot be asked. */
function safely<R>(ask: () => R): R | undefined {
  try {
    return ask()
  } catch {
    return undefined
  }
}
