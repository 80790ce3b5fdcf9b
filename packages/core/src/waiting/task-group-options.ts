/** The options of a task group. */

import { describeValue } from '../base/errors.ts'
import type { OptionKinds } from '../base/options.ts'

export interface TaskGroupOptions {
  /** How many tasks run at a time; those made beyond it are queued. Infinity if left out. */
  limit?: number | undefined
  /**
   * What the first error of a task does: `cancel` the others and the body, or `collect` it until all have
   * ended.
   */
  onError?: 'cancel' | 'collect' | undefined
}

export const TASK_GROUP_OPTIONS: OptionKinds = {
  limit: (value, what) => {
    if (typeof value !== 'number')
      throw new TypeError(`Expected ${what} to be a number, got ${describeValue(value)}`)
    if (value !== Number.POSITIVE_INFINITY && !(Number.isInteger(value) && value >= 1))
      throw new RangeError(
        `Expected ${what} to be an integer from 1, or Infinity, got ${describeValue(value)}`,
      )
  },
  onError: ['cancel', 'collect'],
}
