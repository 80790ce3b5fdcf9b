/**
 * The water marks of a transport, and which side of them it is on.
 *
 * Invariant: `pauseWriting` and `resumeWriting` alternate, beginning with a pause. A pause is reported at
 * once, inside the `write` that passed the mark. A resume is reported by the loop, after what was buffered
 * has been sent.
 */

import { checkOptions } from '@acoro/core/lowlevel'
import type { WaterMarks } from './transport.ts'

export class WriteGate {
  high = 65536
  low = 16384
  #paused = false

  /**
   * Sets both marks. A mark that is not given follows from the other one. RangeError unless high >= low >= 0.
   */
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

  /** Has the protocol been told to pause, and not yet to resume? */
  get paused(): boolean {
    return this.#paused
  }

  /** With `size` bytes buffered, must the protocol be told to pause? */
  mustPause(size: number): boolean {
    if (this.#paused || size <= this.high) return false
    this.#paused = true
    return true
  }

  /** Should a resume be scheduled? */
  mayResume(size: number): boolean {
    return this.#paused && size <= this.low
  }

  /** Must the protocol be told to resume? */
  mustResume(size: number): boolean {
    if (!this.mayResume(size)) return false
    this.#paused = false
    return true
  }
}
