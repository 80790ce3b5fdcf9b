/**
 * Makes the program's thread note its steps while somebody wants to know them, and hands them on: to «top»,
 * and to the tapes that run. When nobody has wanted them for some seconds, the hook is taken back.
 */

import { escapedText } from '../../base/shown-text.ts'
import { ringOf } from '../../link/event-ring.ts'
import type { StartData } from '../../link/start.ts'
import type { RecordedEvent } from '../../recording/events.ts'
import { uptime } from '../block/blocks.ts'
import type { Pictures } from '../picture/pictures.ts'
import type { ProgramLink } from '../program/program-link.ts'
import { RingReader } from './ring-reader.ts'
import { SeenTasks } from './seen-tasks.ts'
import type { Tape } from './tape.ts'
import { TopCounts } from './top-counts.ts'

/** How often the ring is read, in ms. It holds the steps of 30 ms of a program that only pauses. */
const READ_EVERY = 8

export class Recorder {
  readonly #link: ProgramLink
  readonly #pictures: Pictures
  readonly #ring: StartData['ring']
  readonly #tapes = new Set<Tape>()
  #reader: RingReader | null = null
  #timer: NodeJS.Timeout | undefined
  #change: Promise<void> = Promise.resolve()
  #topUntil = 0
  top: TopCounts = new TopCounts()
  readonly tasks: SeenTasks
  /** Since when steps are noted; null if they are not. */
  since: number | null = null

  /** `ring`: the one in which the program's thread notes from the beginning. */
  constructor(link: ProgramLink, pictures: Pictures, ring: StartData['ring']) {
    this.#link = link
    this.#pictures = pictures
    this.#ring = ring
    this.tasks = new SeenTasks((id) => pictures.last.table.get(id))
  }

  /** Counts for «top» for so many ms from now. */
  wantTop(ms: number): void {
    this.#topUntil = uptime() + ms
    this.#update()
  }

  begin(tape: Tape): void {
    this.#tapes.add(tape)
    this.#update()
  }

  end(tape: Tape): void {
    this.#tapes.delete(tape)
    this.#update()
  }

  /** Reads what was noted up to the look before. */
  read(all = false): void {
    this.#reader?.look(all)
  }

  add(event: RecordedEvent): void {
    for (const tape of this.#tapes) tape.add(event)
  }

  get isWanted(): boolean {
    return this.#tapes.size > 0 || uptime() < this.#topUntil
  }

  #update(): void {
    // One change after another: each looks at what is wanted when its turn comes.
    this.#change = this.#change.then(async () => {
      try {
        if (this.isWanted && this.#reader === null) await this.#start()
        else if (!this.isWanted && this.#reader !== null) await this.#stop()
      } catch {
        // The program's thread has ended, and nothing comes from it any more.
      }
    })
  }

  async #start(): Promise<void> {
    // The names of the tasks that are there already.
    void this.#pictures.fresh()
    const ring = this.#ring ?? (await this.#ask())
    if (ring === null) return
    this.since = ring.since
    this.top = new TopCounts()
    this.#reader = new RingReader(ringOf(ring.memory), this.#events(), ring.since)
    this.#timer = setInterval(() => this.#look(), READ_EVERY)
  }

  async #ask(): Promise<StartData['ring']> {
    const since = uptime()
    const memory = await this.#link.ask('record', { on: true }, null)
    return memory && { memory, since }
  }

  async #stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#link.ask('record', { on: false }, null)
    this.read(true)
    this.#reader = null
    this.since = null
  }

  #look(): void {
    const reader = this.#reader
    if (reader === null) return
    reader.look()
    if (reader.needsTexts) {
      reader.needsTexts = false
      this.#link.ask('record', { on: true }, null).catch(() => {})
      void this.#pictures.fresh()
    }
    if (!this.isWanted) this.#update()
  }

  #events(): ConstructorParameters<typeof RingReader>[1] {
    const { tasks, top } = this
    return {
      step: (task, at, to, outcome, isBegin) => {
        top.stepped(tasks.workOf(task), at, to, outcome, isBegin)
        if (this.#tapes.size > 0) this.add({ kind: 'step', task, at, to, outcome, isBegin })
      },
      made: (task, at, parent, group, name, work) => {
        tasks.add(task, parent, group, name, work)
        top.made(tasks.workOf(task), at)
        this.add({ kind: 'task', at, isNew: true, ...tasks.get(task) })
      },
      woken: (task, at, by) => this.add({ kind: 'wake', task, at, by }),
      waits: (task, at, what, place) =>
        this.add({ kind: 'wait', task, at, what: escapedText(what), place: escapedText(place) }),
      lost: (at, to) => this.add({ kind: 'lost', at, to }),
    }
  }
}
