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

/** Tells `loop` that something outside may wake it; call `end()` on what it gives when it no longer will. */
export function trackExternal(
  loop: EventLoop,
  what: string,
  options: { transient?: boolean; abandon?: () => void } = {},
): External {
  const external: External = {
    what,
    transient: options.transient ?? true,
    abandon: options.abandon,
    end: () => void loop._externals.delete(external),
  }
  loop._externals.add(external)
  return external
}

/** What is under way outside `loop`. */
export function externalsOf(loop: EventLoop): ReadonlySet<External> {
  return loop._externals
}
