/**
 * The recordings of a console. If the program was started with `record`, one always runs. Viewers may ask for
 * others.
 *
 * The one that always runs is saved if the program blocks for long, if it ends in a deadlock, and on request.
 * The number of files is limited, and so is how often one is saved without a request.
 */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StartData } from '../../link/start.ts'
import type { Refused } from '../../protocol/refusal.ts'
import type { RecordingHeader } from '../../recording/events.ts'
import { uptime } from '../block/blocks.ts'
import type { Pictures } from '../picture/pictures.ts'
import type { Recorder } from './recorder.ts'
import { Tape } from './tape.ts'

/** The most bytes of a recording that a viewer asks for, and how many are kept. */
const MOST_BYTES: number = 32 * 1024 * 1024
const KEPT = 3
/**
 * The most files that a process saves, and the shortest time between two that are saved by themselves, in ms.
 */
const MOST_FILES = 20
const SAVE_EVERY = 60_000
/** The ring is read twice in this time, in ms. */
const LAST_READS = 20

interface Asked {
  readonly number: number
  readonly until: number
  /** null while it records. */
  file: Uint8Array<ArrayBuffer> | null
}

export class Recordings {
  readonly #data: StartData
  readonly #pictures: Pictures
  readonly #recorder: Recorder
  readonly #running: Tape | null
  #asked: Asked[] = []
  #count = 0
  #files = 0
  #savedAt = -Infinity

  constructor(data: StartData, pictures: Pictures, recorder: Recorder) {
    this.#data = data
    this.#pictures = pictures
    this.#recorder = recorder
    this.#running = data.record === 0 ? null : new Tape(data.record, (id) => recorder.tasks.get(id))
  }

  /** Begins the one that always runs. */
  begin(): void {
    if (this.#running !== null) this.#recorder.begin(this.#running)
  }

  /** Is there one that always runs? */
  get isRunning(): boolean {
    return this.#running !== null
  }

  /** Records for so many seconds from now. */
  record(seconds: number): { recording: number; until: number } | Refused {
    const busy = this.#asked.find(({ file }) => file === null)
    if (busy !== undefined) return { recording: busy.number, until: busy.until }
    const tape = new Tape(MOST_BYTES, (id) => this.#recorder.tasks.get(id))
    const asked: Asked = { number: ++this.#count, until: uptime() + seconds * 1000, file: null }
    this.#asked = [...this.#asked, asked].slice(-KEPT)
    this.#recorder.begin(tape)
    setTimeout(() => void this.#end(tape, asked), seconds * 1000 + LAST_READS)
    return { recording: asked.number, until: asked.until }
  }

  async #end(tape: Tape, asked: Asked): Promise<void> {
    await this.#pictures.fresh()
    asked.file = tape.file(this.#header(), this.#pictures.last, uptime(), '')
    this.#recorder.end(tape)
  }

  /** The file of a recording; 0 is the one that always runs. Refused if it is not there, or not yet. */
  async file(number: number): Promise<Uint8Array<ArrayBuffer> | Refused> {
    if (number === 0 && this.#running !== null) {
      await this.#pictures.fresh()
      return this.#running.file(this.#header(), this.#pictures.last, uptime(), 'asked for by a viewer')
    }
    const asked = this.#asked.find((each) => each.number === number)
    if (asked?.file) return asked.file
    const why =
      asked === undefined
        ? `There is no recording ${number}: ask for one with record`
        : `It records until ${Math.max(0, Math.ceil((asked.until - uptime()) / 1000))} s from now`
    return { refused: true, why }
  }

  /** Saves the running one as a file. Refused, with what to do, if there is none or it cannot be written. */
  async saved(why: string): Promise<{ path: string } | Refused> {
    await this.#pictures.fresh()
    return this.save(why)
  }

  /** The same with the last picture, at once. */
  save(why: string): { path: string } | Refused {
    const tape = this.#running
    if (tape === null)
      return { refused: true, why: 'Nothing is recorded: start it with ACORO_CONSOLE=record' }
    if (this.#files >= MOST_FILES)
      return { refused: true, why: `${MOST_FILES} recordings were saved already` }
    const { program, recordInto } = this.#data
    this.#recorder.read(true)
    const file = tape.file(this.#header(), this.#pictures.last, uptime(), why)
    this.#files++
    const when = new Date().toISOString().replaceAll(/[-:]|\.\d+Z$/g, '')
    const path = join(recordInto, `acoro-${program.pid}-${when}-${this.#files}.acoro`)
    try {
      // A name that exists is refused, so no link can be followed and nothing is overwritten.
      writeFileSync(path, file, { mode: 0o600, flag: 'wx' })
      return { path }
    } catch (error) {
      const message = error instanceof Error ? error.message : 'unknown'
      return { refused: true, why: `The recording cannot be written: ${message}` }
    }
  }

  /** Saves by itself, but not again and again. Returns where, or undefined. */
  saveNowAndThen(why: string): string | undefined {
    const now = uptime()
    if (this.#running === null || now - this.#savedAt < SAVE_EVERY) return undefined
    this.#savedAt = now
    const saved = this.save(why)
    return 'path' in saved ? saved.path : undefined
  }

  #header(): RecordingHeader {
    const { pid, title, runtime, version } = this.#data.program
    return { pid, title, runtime, version, origin: Date.now() - uptime(), virtual: false }
  }
}
