/** How much may wait to be written before writers are asked to pause, and when they may go on. */

import type { WaterMarks } from './transport.ts'

/** Both marks; what is not given follows from the other one. RangeError unless high >= low >= 0. */
export function waterMarks(limits: WaterMarks): { readonly high: number; readonly low: number } {
  const high = limits.high ?? (limits.low === undefined ? 65536 : 4 * limits.low)
  const low = limits.low ?? Math.floor(high / 4)
  if (!(high >= low && low >= 0)) {
    throw new RangeError(`Expected water marks with high >= low >= 0, got high ${high} and low ${low}`)
  }
  return { high, low }
}
