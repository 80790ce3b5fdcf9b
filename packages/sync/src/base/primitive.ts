/**
 * What everything here has in common: a name for reports, and the loop it belongs to.
 *
 * As in asyncio a primitive may be made anywhere, also before a loop runs, and binds to the loop in which somebody
 * first has to wait for it; from then on a wait in another loop is refused, because the wake-up would come from a
 * loop that does not run.
 */

import { type EventLoop, getRunningLoop, RuntimeError } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'

export interface NamedOptions {
  /** Shown where a wait describes itself: `Lock.acquire on accounts (held by Task-3, 2 waiting)`. */
  name?: string | undefined
}

/** `console.log` of Node, Bun and Deno asks here. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never

export abstract class Primitive {
  /** What reports call it; empty unless given. */
  readonly name: string
  #loop: EventLoop | null = null

  constructor(options?: NamedOptions) {
    const name = options?.name
    if (name !== undefined && typeof name !== 'string') {
      throw new TypeError(`Expected the name of a ${new.target.name}, a string, got ${describeValue(name)}`)
    }
    this.name = name ?? ''
  }

  /** @internal What it is, in reports. */
  get _kind(): string {
    return this.constructor.name
  }

  /** @internal The state in a few words, for `toString()`. */
  abstract _summary(): string

  /** @internal Before a wait: gives its loop, or RuntimeError where it belongs to another one. */
  _bind(): EventLoop {
    const loop = getRunningLoop()
    if (this.#loop === loop) return loop
    if (this.#loop !== null) throw new RuntimeError(`${this} is bound to a different event loop`)
    this.#loop = loop
    return loop
  }

  /** @internal What a wait in it says: `Queue.get on jobs (0 items, 3 waiting)`. */
  _describe(method: string, state: string): string {
    const on = this.name === '' ? '' : ` on ${this.name}`
    return `${this._kind}.${method}${on} (${state})`
  }

  /** As asyncio's repr: `<Lock accounts [locked, waiting:2]>`. */
  toString(): string {
    return `<${this._kind}${this.name === '' ? '' : ` ${this.name}`} [${this._summary()}]>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}
