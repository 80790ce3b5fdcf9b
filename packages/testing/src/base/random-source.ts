/**
 * Random numbers from a seed: the same everywhere and for ever, which Math.random does not promise.
 *
 * Marsaglia's xorshift with 32 bits of state: good enough to choose orders and delays by, and quick to set up, because
 * there is one for each run. Neighbouring seeds are spread by a multiplication, and 0, where it would stand still, left out.
 */

export class RandomSource {
  #state: number

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) || 1
    // The first numbers of neighbouring seeds are still alike.
    for (let n = 0; n < 4; n++) this.#step()
  }

  /** From 0 to just below 1. */
  next(): number {
    return this.#step() / 2 ** 32
  }

  /** A whole number from 0 to just below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  #step(): number {
    let bits = this.#state
    bits ^= bits << 13
    bits ^= bits >>> 17
    bits ^= bits << 5
    this.#state = bits
    return bits >>> 0
  }
}
