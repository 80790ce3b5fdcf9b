/**
 * The steps of a run, line by line. Traces tell whether two runs were the same, and show a run that failed.
 *
 * Tasks are numbered by their first step, because the numbers in default names (`Task-17`) continue from run
 * to run.
 */

import type { Runnable } from '@acoro/core/lowlevel'
import type { VirtualLoop } from '../virtual/virtual-loop.ts'
import { isTask } from './order.ts'

/** The most lines that are kept. The hash covers all of them. */
const MOST_LINES = 1000

export class Trace {
  readonly lines: string[] = []
  /** The hash of all lines (FNV-1a), which tells two traces apart. */
  hash = 0x811c9dc5
  readonly #loop: VirtualLoop
  readonly #numbers = new Map<Runnable, number>()

  constructor(loop: VirtualLoop) {
    this.#loop = loop
  }

  /** Adds a handle that is about to run. */
  readonly step = (next: Runnable): void => this.#add(`${this.#loop.time()} ms: ${this.#name(next)}`)

  /** Adds a choice among several handles. */
  readonly choice = (candidates: readonly Runnable[], picked: number): void => {
    const others = candidates.filter((_, index) => index !== picked).map((other) => this.#name(other))
    this.#add(`${this.#loop.time()} ms: ${this.#name(candidates[picked])} before ${others.join(', ')}`)
  }

  /** Says where two traces differ; null if they are the same. */
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
    const { name, coro } = runnable as unknown as { name: string; coro: { functionName: string } }
    return /^Task-\d+$/.test(name) ? `task ${number} (${coro.functionName})` : name
  }
}
