/**
 * What a driver needs of the loop it drives.
 *
 * VirtualLoop makes its drivers, so a driver cannot import VirtualLoop: it would be a circle. It asks for these
 * interfaces instead, and VirtualLoop has them.
 */

import type { EventLoop } from '@acoro/core'

/** The fake timers of code that does not know the loop. The folder `globals` makes them. */
export interface LegacyTimers extends Disposable {
  /** Is there a timer that has not fired? */
  readonly waiting: boolean
  /** Is there a timer whose turn it is? */
  readonly due: boolean
  /** Calls the callback of the timer whose turn it is. */
  fireNext(): void
}

export interface DrivenLoop extends EventLoop {
  /** Set while fake globals are installed. */
  readonly _globals: LegacyTimers | null
}
