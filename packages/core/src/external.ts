/**
 * What will wake a loop from outside: promises in flight, sockets, workers, signal handlers.
 *
 * The loop sees only its own queue and timers. A virtual clock must not jump while a promise is in flight, and a program
 * that waits for a socket is not deadlocked: so whoever brings such a thing into a loop says so, and says when it is over.
 */

import type { EventLoop } from './loop.ts'

/** One thing under way outside the loop. */
export interface External {
  /** For reports: `promise of fetchPage`. */
  readonly what: string
  /** Is sure to end by itself (a promise), where a socket may stay silent for ever. */
  readonly transient: boolean
  /** Called when the loop closes while this is still open: a socket nobody closed must not keep the process alive. */
  readonly abandon: (() => void) | undefined
  /** It is over. Calling it again changes nothing. */
  end(): void
}

class TrackedExternal implements External {
  readonly what: string
  readonly transient: boolean
  readonly abandon: (() => void) | undefined
  readonly #loop: EventLoop

  constructor(loop: EventLoop, what: string, options: ExternalOptions) {
    this.#loop = loop
    this.what = what
    this.transient = options.transient ?? true
    this.abandon = options.abandon
    loop._externals.add(this)
  }

  end(): void {
    this.#loop._externals.delete(this)
  }
}

export type ExternalOptions = Partial<Pick<External, 'transient' | 'abandon'>>

const TRANSIENT: ExternalOptions = {}

/** Tells `loop` that something outside may wake it; call `end()` on what it gives when it no longer will. */
export function trackExternal(loop: EventLoop, what: string, options: ExternalOptions = TRANSIENT): External {
  return new TrackedExternal(loop, what, options)
}

/** What is under way outside `loop`. */
export function externalsOf(loop: EventLoop): ReadonlySet<External> {
  return loop._externals
}
