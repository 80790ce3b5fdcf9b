/**
 * One after another, for what there is only one of: the globals.
 *
 * Runners start concurrent tests together. Two tests cannot have the clock of the process at once, so the
 * second waits for the first.
 */

export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Resolves when all turns before are over, with the function that ends this one. */
  async next(): Promise<() => void> {
    const before = this.#last
    let end = () => {}
    this.#last = new Promise((resolve) => {
      end = resolve
    })
    await before
    return end
  }
}
