/**
 * The base of the classes that reports show: a name, and the loop of the object.
 *
 * An object can be made anywhere. It binds to the loop in which it is first used, as the primitives of
 * `@acoro/sync` do. If that loop is closed, it binds to the next one, and `_rebound` forgets the old one.
 */

import { type EventLoop, getRunningLoop, RuntimeError } from '@acoro/core'

/** The method that `console.log` of Node, Bun and Deno calls. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never

export abstract class Named {
  /** The name in reports; empty by default. */
  readonly name: string
  #loop: EventLoop | null = null

  constructor(name: string | undefined) {
    this.name = name ?? ''
  }

  /** @internal The state in a few words, for `toString()`. */
  abstract _summary(): string

  /** @internal Forgets what belonged to a loop that is closed. */
  _rebound(): void {}

  /** @internal Call before a use. Returns the loop; RuntimeError if it belongs to another one. */
  _bind(): EventLoop {
    const loop = getRunningLoop()
    if (this.#loop === loop) return loop
    if (this.#loop !== null) {
      if (!this.#loop.isClosed()) throw new RuntimeError(`${this} is bound to a different event loop`)
      this._rebound()
    }
    this.#loop = loop
    return loop
  }

  /** @internal Describes a wait: `Pool.acquire on db (2 lent, 1 waiting)`. */
  _describe(method: string, state: string): string {
    const on = this.name === '' ? '' : ` on ${this.name}`
    return `${this.constructor.name}.${method}${on} (${state})`
  }

  /** `<Pool db [2 lent, 0 idle, waiting:1]>`. */
  toString(): string {
    return `<${this.constructor.name}${this.name === '' ? '' : ` ${this.name}`} [${this._summary()}]>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}
