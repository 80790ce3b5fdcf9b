/** The options of a virtual loop, and of every function that makes one. */

import type { OptionKinds } from '@acoro/core/lowlevel'
import { checkDate, checkPositive } from '../base/checks.ts'

export interface VirtualLoopOptions {
  /** The most steps of one run; 1,000,000 by default. A run with more steps fails as one that never ends. */
  stepLimit?: number | undefined
  /** The longest wait for promises that make no progress, in ms of real time; 2000 by default. */
  patience?: number | undefined
  /** The date when the clock is at 0: ms since 1970, or a Date; 0 by default. */
  epoch?: number | Date | undefined
}

/** The options of every function that makes a VirtualLoop. */
export const LOOP_OPTIONS: OptionKinds = {
  stepLimit: checkPositive,
  patience: checkPositive,
  epoch: checkDate,
}
