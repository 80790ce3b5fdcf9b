/**
 * The water marks of a transport, and which side of them it is on.
 *
 * Invariant: `pauseWriting` and `resumeWriting` alternate, beginning with a pause. A pause is told at once, inside the
 * `write` that passed the mark; a resume by the loop, when what was buffered has gone.
 */

import { checkOptions } from '@acoro/core/lowlevel'
import type { WaterMarks } from './transport.ts'

export class WriteGate {
  high = 65536
  low = 16384
  #paused = false

  /** Both marks; what is not given follows from the other one. RangeError unless high >= low >= 0. */
  setLimits(limits: WaterMarks): void {
    checkOptions(limits, 'setWriteBufferLimits()', { high: 'number', low: 'number' })
    const high = limits.high ?? (limits.low === undefined ? 65536 : 4 * limits.low)
    const low = limits.low ?? Math.floor(high / 4)
    if (!(high >= low && low >= 0)) {
      throw new RangeError(`Expected water marks with high >= low >= 0, got high ${high} and low ${low}`)
    }
    this.high = high
    this.low = low
  }

  /** Was a writer told to pause, and not yet to go on? */
  get paused(): boolean {
    return this.#paused
  }

  /** Has a writer to be told to pause, now that `size` bytes are buffered? */
  mustPause(size: number): boolean {
    if (this.#paused || size <= this.high) return false
    this.#paused = true
    return true
  }

  /** Is it time to schedule a resume? */
  mayResume(size: number): boolean {
    return this.#paused && size <= this.low
  }

  /** Has a writer to be told to resume? */
  mustResume(size: number): boolean {
    if (!this.mayResume(size)) return false
    this.#paused = false
    return true
  }
}
