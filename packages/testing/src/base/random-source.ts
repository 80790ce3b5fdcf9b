/**
 * Random numbers that follow from a seed. Unlike Math.random, they are the same everywhere and for ever.
 *
 * Marsaglia's xorshift with 32 bits of state. It is good enough to choose orders and delays, and quick to set
 * up, because each run has one. A multiplication spreads neighbouring seeds. The state 0 is left out: it
 * would stay 0.
 */

export class RandomSource {
  #state: number

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) || 1
    // The first numbers of neighbouring seeds are still similar.
    for (let n = 0; n < 4; n++) this.#step()
  }

  /** A number from 0 to just below 1. */
  next(): number {
    return this.#step() / 2 ** 32
  }

  /** An integer from 0 to just below `limit`. */
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
