/**
 * Pictures of the program. A survey is made when a viewer asks, at most every quarter of a second, and so
 * rarely that it takes no more than a twentieth of the program's time. While the program's thread is blocked
 * the last one stands, and says how old it is.
 */

import type { Summary, TaskColumns } from '../../link/messages.ts'
import type { StartData } from '../../link/start.ts'
import { FIRST_ROWS, PROTOCOL_VERSION } from '../../protocol/limits.ts'
import type { TaskRef } from '../../protocol/rows.ts'
import type { State } from '../../protocol/state.ts'
import { verdictOf } from '../../verdict/verdict.ts'
import { type Blocks, uptime } from '../block/blocks.ts'
import { missingHere } from '../block/missing.ts'
import type { ProgramLink } from '../program/program-link.ts'
import { factsOf } from './facts-of.ts'
import { mergedWaits } from './merged-waits.ts'
import { noPicture, type Picture, pictureOf } from './picture.ts'
import { sampledPlaces } from './sampled-places.ts'
import { shownExternals, shownPlace } from './shown-rows.ts'
import { refOf, TaskTable } from './task-table.ts'

/** The shortest time between two surveys, in ms. */
const SHORTEST = 250
/** A survey may take this share of the program's time. */
const SHARE = 0.05
/** How long a viewer waits for the first survey, and for a fresh one while an older one is there, in ms. */
const FIRST_WAIT = 80
const FRESH_WAIT = 25
/** How long the terminal waits for it, in ms. */
const PATIENCE = 4000

export class Pictures {
  readonly #data: StartData
  readonly #link: ProgramLink
  readonly #blocks: Blocks
  #last: Picture = noPicture()
  #next: Promise<void> | null = null
  /** When the last survey began. */
  #begun = 0
  #notBefore = 0
  #steps: { readonly at: number; readonly count: number; readonly perSecond: number | null }

  constructor(data: StartData, link: ProgramLink, blocks: Blocks) {
    this.#data = data
    this.#link = link
    this.#blocks = blocks
    this.#steps = { at: uptime(), count: blocks.steps, perSecond: null }
  }

  /** The last picture. */
  get last(): Picture {
    return this.#last
  }

  /** A picture that is as fresh as may be within some ms. */
  async fresh(): Promise<Picture> {
    const most = this.#last.at === null ? FIRST_WAIT : FRESH_WAIT
    await Promise.race([this.#refresh(), new Promise((resolve) => setTimeout(resolve, most))])
    return this.#last
  }

  /** A picture that was begun after this call. The last one if the thread is blocked, or takes very long. */
  async sinceNow(): Promise<Picture> {
    const asked = uptime()
    do {
      await this.fresh()
      if (this.#begun >= asked || this.#blocks.now((id) => this.refOf(id)) !== null) break
      await new Promise((resolve) => setTimeout(resolve, FRESH_WAIT))
    } while (uptime() - asked < PATIENCE)
    return this.#last
  }

  async state(): Promise<State> {
    await this.fresh()
    return this.#state()
  }

  /** The JSON of the state as it is known now. Asks for a fresh picture, for the next time. */
  json(): string {
    void this.#refresh()
    return JSON.stringify(this.#state())
  }

  /** How a task is called, also after it has ended. */
  refOf(id: number): TaskRef {
    return refOf(this.#last.table, id)
  }

  #state(): State {
    const { at: pictureAt, summary, waits, primitives, circles, counts } = this.#last
    const at = uptime()
    const nameOf = (id: number): TaskRef => this.refOf(id)
    const blocked = this.#blocks.now(nameOf)
    const facts = factsOf(this.#last, {
      blocked: blocked === null ? null : { ...blocked, age: at - blocked.from },
      stoppedBy: this.#blocks.stoppedBy,
      stepsPerSecond: this.#stepsPerSecond(at),
    })
    return {
      version: PROTOCOL_VERSION,
      at,
      wallTime: Date.now(),
      program: this.#data.program,
      verdict: verdictOf(facts),
      blocked,
      lastBlocks: this.#blocks.ended(nameOf),
      pictureAt,
      counts,
      loops: summary.loops.slice(0, FIRST_ROWS),
      waits: { rows: waits.slice(0, FIRST_ROWS), from: 0, total: waits.length },
      primitives: { rows: primitives.slice(0, FIRST_ROWS), from: 0, total: summary.primitiveCount },
      externals: {
        rows: shownExternals(summary.externals.slice(0, FIRST_ROWS)),
        from: 0,
        total: summary.externals.length,
      },
      circles,
      missing: missingHere(process.versions),
    }
  }

  #stepsPerSecond(at: number): number | null {
    const { steps } = this.#blocks
    const before = this.#steps
    if (at - before.at < 500) return before.perSecond
    const perSecond = (((steps - before.count) >>> 0) * 1000) / (at - before.at)
    // After a long time without a viewer it would be the mean of that time.
    this.#steps = { at, count: steps, perSecond: at - before.at > 5000 ? null : perSecond }
    return this.#steps.perSecond
  }

  /** Makes one survey at a time. Never rejects: without an answer the last picture stands. */
  #refresh(): Promise<void> {
    if (this.#next === null && uptime() >= this.#notBefore) {
      this.#next = this.#survey().then(
        () => {
          this.#next = null
        },
        () => {
          this.#next = null
        },
      )
    }
    return this.#next ?? Promise.resolve()
  }

  /** A picture that the program sent by itself. */
  set(columns: readonly TaskColumns[], summary: Summary): void {
    const table = new TaskTable()
    for (const part of columns) table.add(part)
    this.#last = pictureOf(uptime(), table, summary, [])
  }

  async #survey(): Promise<void> {
    const began = uptime()
    const table = new TaskTable()
    // It is due for as long as the thread is blocked, so it has no limit of its own.
    const summary = await this.#link.ask('survey', {}, null, (columns) => table.add(columns))
    const waits = await sampledPlaces(mergedWaits(table), async (ids) => {
      const stacks = await this.#link.ask('stacks', { ids, limit: 1 }, null)
      return stacks.map(([place]) => (place === undefined ? null : shownPlace(place)))
    })
    const at = uptime()
    this.#last = pictureOf(at, table, summary, waits)
    this.#begun = began
    this.#notBefore = at + Math.max(SHORTEST, summary.took / SHARE)
  }
}
