/** A long text of indented lines, put together in pieces: to join 100,000 lines at once takes 10 ms. */

import { world } from '../current/host.ts'

/** Deeper levels are not indented any further: a chain of thousands would be mostly blanks. */
const DEEPEST_INDENT = 24

/** How many lines are joined at a time. */
const PIECE = 256

export class SlicedText {
  readonly #width: number
  #lines: string[] = []
  #text = ''

  constructor(width: number) {
    this.#width = width
  }

  add(depth: number, line: string): void {
    this.#lines.push(`${' '.repeat(this.#width * Math.min(depth, DEEPEST_INDENT))}${line}`)
    if (this.#lines.length === PIECE) this.#join()
  }

  whole(): string {
    this.#join()
    return this.#text
  }

  #join(): void {
    if (this.#lines.length === 0) return
    this.#text += `${this.#text === '' ? '' : '\n'}${this.#lines.join('\n')}`
    this.#lines = []
  }
}

export function print(
  text: string,
  write: (text: string) => void = (line) => world.console.error(line),
): void {
  write(text)
}
