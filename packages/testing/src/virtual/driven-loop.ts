/**
 * What a driver needs of the loop it drives.
 *
 * VirtualLoop makes its drivers. If a driver imported VirtualLoop, the imports would form a circle. So a
 * driver asks for these interfaces, which VirtualLoop implements.
 */

import type { EventLoop } from '@acoro/core'
import type { Runnable } from '@acoro/core/lowlevel'

/** The fake timers of code that does not use the loop. The folder `globals` makes them. */
export interface LegacyTimers extends Disposable {
  /** Is there a timer that has not fired? */
  readonly waiting: boolean
  /** Is there a timer whose turn it is? */
  readonly due: boolean
  /** Real requests of the program that have not been answered, in words. */
  underWay(): readonly string[]
  /** Calls the callback of the timer whose turn it is. */
  fireNext(): void
  /** Whether to note where timers are set. */
  noteLabels(on: boolean): void
  /** What to call the timer that `runnable` stands for, if that was noted. */
  labelOf(runnable: Runnable): string | undefined
  /** Drops all timers and sets the clock back, for the next of many runs. */
  rewind(): void
}

export interface DrivenLoop extends EventLoop {
  /** Set while fake globals are installed. */
  readonly _globals: LegacyTimers | null
  /** The tasks that wait until all others are blocked. */
  readonly _untilBlocked: readonly unknown[]
  /** Called when nothing else is ready, before time passes. Returns whether a task was woken. */
  _wakeBlocked(): boolean
  /** When the next timers fire. To be called when time is about to pass. */
  _nextInstant(): number
}
