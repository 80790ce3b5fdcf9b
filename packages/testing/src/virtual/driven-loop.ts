/**
 * What a driver needs of the loop it drives.
 *
 * VirtualLoop makes its drivers. If a driver imported VirtualLoop, the imports would form a circle. So a
 * driver asks for these interfaces, which VirtualLoop implements.
 */

import type { EventLoop } from '@acoro/core'

/** The fake timers of code that does not use the loop. The folder `globals` makes them. */
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
