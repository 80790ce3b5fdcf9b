/**
 * What happened in a run, line by line, to tell whether two runs were the same and to show a run that failed.
 *
 * Tasks are numbered by their first step, because the numbers in the names they are given (`Task-17`) go on from run to run.
 */

import type { Runnable } from '@acoro/core/lowlevel'
import type { VirtualLoop } from '../virtual/virtual-loop.ts'
import { isTask } from './order.ts'

/** The most lines that are kept; all of them count for the hash. */
const MOST_LINES = 1000

export class Trace {
  readonly lines: string[] = []
  /** Tells two traces apart; FNV-1a over all lines. */
  hash = 0x811c9dc5
  readonly #loop: VirtualLoop
  readonly #numbers = new Map<Runnable, number>()

  constructor(loop: VirtualLoop) {
    this.#loop = loop
  }

  /** A handle is about to run. */
  readonly step = (next: Runnable): void => this.#add(`${this.#loop.time()} ms: ${this.#name(next)}`)

  /** It was chosen among several. */
  readonly choice = (candidates: readonly Runnable[], picked: number): void => {
    const others = candidates.filter((_, index) => index !== picked).map((other) => this.#name(other))
    this.#add(`${this.#loop.time()} ms: ${this.#name(candidates[picked])} before ${others.join(', ')}`)
  }

  /** Where two traces part, in words; null where they are the same. */
  divergence(other: Trace): string | null {
    if (this.hash === other.hash) return null
    const length = Math.max(this.lines.length, other.lines.length)
    for (let at = 0; at < length; at++) {
      if (this.lines[at] === other.lines[at]) continue
      return `step ${at + 1} was «${this.lines[at] ?? 'the end'}» and then «${other.lines[at] ?? 'the end'}»`
    }
    return `they part after step ${length}`
  }

  #add(line: string): void {
    if (this.lines.length < MOST_LINES) this.lines.push(line)
    for (let at = 0; at < line.length; at++)
      this.hash = Math.imul(this.hash ^ line.charCodeAt(at), 0x01000193)
  }

  #name(runnable: Runnable | undefined): string {
    if (runnable === undefined || !isTask(runnable)) return 'a callback'
    const number = this.#numbers.get(runnable) ?? this.#numbers.size + 1
    this.#numbers.set(runnable, number)
    const { name, coro } = runnable as unknown as { name: string; coro: { name: string } }
    return /^Task-\d+$/.test(name) ? `task ${number} (${coro.name})` : name
  }
}
