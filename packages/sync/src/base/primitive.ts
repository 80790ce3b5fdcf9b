/**
 * The base of every primitive: a name for reports, and the loop it belongs to.
 *
 * As in asyncio, a primitive can be made anywhere, even before a loop runs. It binds to the loop in which a
 * task first has to wait for it. A wait in another loop is refused from then on: the wake-up would come from
 * a loop that does not run.
 */

import { type EventLoop, getRunningLoop, RuntimeError } from '@acoro/core'
import { checkOptions, notePrimitive } from '@acoro/core/lowlevel'

export interface NamedOptions {
  /** Shown in reports: `Lock.acquire on accounts (held by Task-3, 2 waiting)`. */
  name?: string | undefined
}

/** The method that `console.log` of Node, Bun and Deno calls. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never

export abstract class Primitive {
  /** The name in reports; empty by default. */
  readonly name: string
  #loop: EventLoop | null = null

  constructor(options?: NamedOptions) {
    if (options !== undefined) checkOptions(options, `${new.target.name}()`, { name: 'string' })
    this.name = options?.name ?? ''
    notePrimitive(this)
  }

  /** @internal The kind of primitive, for reports. */
  get _kind(): string {
    return this.constructor.name
  }

  /** @internal The state in a few words, for `toString()`. */
  abstract _summary(): string

  /** @internal Call before a wait. Returns the loop; RuntimeError if the primitive belongs to another one. */
  _bind(): EventLoop {
    const loop = getRunningLoop()
    if (this.#loop === loop) return loop
    if (this.#loop !== null) throw new RuntimeError(`${this} is bound to a different event loop`)
    this.#loop = loop
    notePrimitive(this)
    return loop
  }

  /** @internal Describes a wait: `Queue.get on jobs (0 items, 3 waiting)`. */
  _describe(method: string, state: string): string {
    const on = this.name === '' ? '' : ` on ${this.name}`
    return `${this._kind}.${method}${on} (${state})`
  }

  /** Like asyncio's repr: `<Lock accounts [locked, waiting:2]>`. */
  toString(): string {
    return `<${this._kind}${this.name === '' ? '' : ` ${this.name}`} [${this._summary()}]>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}
