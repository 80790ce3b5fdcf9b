/**
 * The steps of a run as lines, which tell whether two runs were the same.
 *
 * Tasks are numbered by their first step, because the numbers in default names (`Task-17`) continue from run
 * to run.
 */

import type { Runnable } from '@acoro/core/lowlevel'
import type { VirtualLoop } from '../../virtual/virtual-loop.ts'
import type { ChoiceListener } from '../order/order.ts'
import type { Watcher } from '../order/runs.ts'
import { Names } from './names.ts'

/** The most lines that are kept. The hash covers all of them. */
const MOST_LINES = 1000

export class Fingerprint implements Watcher, ChoiceListener {
  readonly lines: string[] = []
  /** The hash of all lines (FNV-1a). */
  hash = 0x811c9dc5
  readonly #loop: VirtualLoop
  readonly #names: Names

  constructor(loop: VirtualLoop) {
    this.#loop = loop
    this.#names = new Names(loop)
  }

  stepped(next: Runnable): void {
    this.#add(this.#names.of(next))
  }

  picked(candidates: readonly Runnable[], picked: number): void {
    this.#add(`choice ${picked + 1} of ${candidates.length}`)
  }

  drawn(kind: string, what: string | Runnable, drawn: number): void {
    this.#add(`${kind} ${typeof what === 'string' ? what : this.#names.of(what)}: ${drawn}`)
  }

  ended(): void {}

  /** Says where two runs differ; null if they are the same. */
  divergence(other: Fingerprint): string | null {
    if (this.hash === other.hash) return null
    const length = Math.max(this.lines.length, other.lines.length)
    for (let at = 0; at < length; at++) {
      if (this.lines[at] === other.lines[at]) continue
      return `step ${at + 1} was «${this.lines[at] ?? 'the end'}» and then «${other.lines[at] ?? 'the end'}»`
    }
    return `they part after step ${length}`
  }

  #add(what: string): void {
    const line = `${this.#loop.time()} ms: ${what}`
    if (this.lines.length < MOST_LINES) this.lines.push(line)
    for (let at = 0; at < line.length; at++)
      this.hash = Math.imul(this.hash ^ line.charCodeAt(at), 0x01000193)
  }
}
