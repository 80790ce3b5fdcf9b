/**
 * What will wake a loop from outside: promises in flight, sockets, workers, signal handlers.
 *
 * The loop sees only its own queue and timers. But a virtual clock must not jump while a promise is in
 * flight, and a program that waits for a socket is not deadlocked. So the code that brings such a thing into
 * a loop registers it, and ends the registration when the thing is over.
 */

import type { EventLoop } from '../base/above.ts'

declare module '../base/above.ts' {
  interface LoopParts {
    /** @internal */
    readonly _externals: Externals
  }
}

/** One thing under way outside the loop. */
export interface External {
  /** For reports: `promise of fetchPage`. */
  readonly what: string
  /** True if it is sure to end by itself (a promise). A socket is not: it may stay silent for ever. */
  readonly transient: boolean
  /**
   * Called if the loop closes while this is still open. A socket that was not closed must not keep the
   * process alive.
   */
  readonly abandon: (() => void) | undefined
  /** Says that it is over. Calling it again changes nothing. */
  end(): void
}

/** An external as an entry of the list. */
export interface Tracked extends External {
  /** @internal */
  _previous: Tracked | null
  /** @internal */
  _next: Tracked | null
  /** @internal When it was registered, on the loop's coarse clock (`CallQueue._stamp`). */
  _since: number
}

/**
 * The externals of one loop, linked through themselves. One is added and removed for each promise that is
 * awaited.
 */
export class Externals implements Iterable<External> {
  /** @internal */
  _first: Tracked | null = null
  #last: Tracked | null = null
  #size = 0
  /**
   * @internal How many tasks wait for an arrival. An arrival is an external itself, and is found through its
   * task.
   */
  _arriving = 0
  readonly #arrivals: () => Iterable<External>

  constructor(arrivals: () => Iterable<External>) {
    this.#arrivals = arrivals
  }

  get size(): number {
    return this.#size + this._arriving
  }

  *[Symbol.iterator](): Generator<External> {
    for (let external = this._first; external !== null; external = external._next) yield external
    if (this._arriving > 0) yield* this.#arrivals()
  }

  /** @internal */
  _add(external: Tracked): void {
    const last = this.#last
    external._previous = last
    if (last === null) this._first = external
    else last._next = external
    this.#last = external
    this.#size++
  }

  /** @internal */
  _moveOrigin(moved: number): void {
    for (let external = this._first; external !== null; external = external._next) {
      external._since = Math.max(0, external._since - moved)
    }
  }

  /** @internal */
  _remove(external: Tracked): void {
    const { _previous: previous, _next: next } = external
    if (previous === null) this._first = next
    else previous._next = next
    if (next === null) this.#last = previous
    else next._previous = previous
    external._previous = null
    external._next = null
    this.#size--
  }

  /** Ends all externals that are still open, and abandons them. Called when the loop closes. */
  abandon(): void {
    for (const external of [...this]) {
      external.end()
      external.abandon?.()
    }
  }
}

class TrackedExternal implements Tracked {
  readonly what: string
  readonly transient: boolean
  readonly abandon: (() => void) | undefined
  /** @internal */
  _previous: Tracked | null = null
  /** @internal */
  _next: Tracked | null = null
  /** @internal */
  _since: number
  #externals: Externals | null

  constructor(loop: EventLoop, what: string, options: ExternalOptions) {
    const externals = loop._externals
    this.#externals = externals
    this._since = loop._stamp
    this.what = what
    this.transient = options.transient ?? true
    this.abandon = options.abandon
    externals._add(this)
  }

  end(): void {
    this.#externals?._remove(this)
    this.#externals = null
  }
}

export type ExternalOptions = Partial<Pick<External, 'transient' | 'abandon'>>

const TRANSIENT: ExternalOptions = {}

/**
 * Registers with `loop` that something outside may wake it. Call `end()` on the result when it no longer
 * will.
 */
export function trackExternal(loop: EventLoop, what: string, options: ExternalOptions = TRANSIENT): External {
  return new TrackedExternal(loop, what, options)
}

/** The things under way outside `loop`. */
export function externalsOf(loop: EventLoop): Iterable<External> & { readonly size: number } {
  return loop._externals
}
