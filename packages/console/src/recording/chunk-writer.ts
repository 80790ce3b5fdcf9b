/**
 * Writes events as chunks that stand alone. A chunk is handed over when it is full; nothing else is kept.
 */

import { OUTCOMES, WAKERS } from '../link/event-ring.ts'
import { STATES } from '../link/messages.ts'
import { ByteWriter } from './bytes.ts'
import { checkSum } from './check-sum.ts'
import type { RecordedEvent, TaskEvent } from './events.ts'
import { CHUNK_BYTES, CODES, MARK, TICKS } from './layout.ts'

/** What is written of a task before its first event in a chunk. */
export type KnownTask = Omit<TaskEvent, 'kind' | 'at' | 'isNew'>

export interface Chunk {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The times of its first and last event. */
  readonly from: number
  readonly to: number
}

export class ChunkWriter {
  readonly #taskOf: (id: number) => KnownTask
  readonly #onChunk: (chunk: Chunk) => void
  readonly #body = new ByteWriter()
  readonly #fields = new ByteWriter()
  readonly #strings = new Map<string, number>()
  readonly #tasks = new Set<number>()
  #from = 0
  #ticks = 0

  /** `taskOf` tells what is known of a task, also of one that has ended. */
  constructor(taskOf: (id: number) => KnownTask, onChunk: (chunk: Chunk) => void) {
    this.#taskOf = taskOf
    this.#onChunk = onChunk
  }

  add(event: RecordedEvent): void {
    if (this.#body.size === 0) this.#begin(event.at)
    if (event.kind === 'task') this.#tasks.add(event.task)
    else if ('task' in event && event.task !== 0) this.#define(event.task, event.at)
    if (event.kind === 'wake' && typeof event.by === 'number') this.#define(event.by, event.at)
    this.#write(event)
    if (this.#body.size >= CHUNK_BYTES) this.flush()
  }

  /** Hands over what there is. */
  flush(): void {
    if (this.#body.size === 0) return
    const body = this.#body.take()
    const head = new DataView(new ArrayBuffer(8))
    head.setUint32(0, body.length, true)
    head.setUint32(4, checkSum(body), true)
    const chunk = new ByteWriter()
    chunk.bytes(MARK)
    chunk.bytes(new Uint8Array(head.buffer))
    chunk.bytes(body)
    const to = this.#ticks / TICKS
    this.#strings.clear()
    this.#tasks.clear()
    this.#onChunk({ bytes: chunk.take(), from: this.#from, to })
  }

  #begin(at: number): void {
    this.#from = at
    this.#ticks = Math.round(at * TICKS)
    this.#body.float(at)
  }

  #define(id: number, at: number): void {
    if (this.#tasks.has(id)) return
    this.#tasks.add(id)
    this.#write({ kind: 'task', at, isNew: false, ...this.#taskOf(id) })
  }

  #write(event: RecordedEvent): void {
    // Before the fields: strings are events of their own.
    const texts = textsOf(event)
    const strings = texts.length === 0 ? NONE : texts.map((text) => this.#string(text))
    const fields = this.#fields
    const ticks = Math.round(event.at * TICKS)
    fields.whole(ticks - this.#ticks)
    this.#ticks = ticks
    if ('to' in event) fields.count(Math.max(0, Math.round(event.to * TICKS) - ticks))
    writeFields(fields, event)
    for (const string of strings) fields.count(string)
    this.#end(CODES[event.kind])
  }

  #end(code: number): void {
    this.#body.byte(code)
    this.#body.count(this.#fields.size)
    this.#fields.moveTo(this.#body)
  }

  /** The number of a text in this chunk; 0 is the empty one. */
  #string(text: string): number {
    if (text === '') return 0
    const known = this.#strings.get(text)
    if (known !== undefined) return known
    const number = this.#strings.size + 1
    this.#strings.set(text, number)
    this.#fields.text(text)
    this.#end(CODES.string)
    return number
  }
}

const NONE: readonly never[] = []

function textsOf(event: RecordedEvent): readonly string[] {
  switch (event.kind) {
    case 'task':
      return [event.name, event.work]
    case 'wait':
      return [event.what, event.place]
    case 'blocked':
      return [event.place]
    case 'snapshot':
      return [event.waitsFor]
    case 'note':
      return [event.text]
    default:
      return NONE
  }
}

function writeFields(fields: ByteWriter, event: RecordedEvent): void {
  switch (event.kind) {
    case 'task':
      fields.whole(event.task)
      fields.byte(event.isNew ? 1 : 0)
      fields.whole(event.parent)
      fields.whole(event.group)
      break
    case 'step':
      fields.whole(event.task)
      fields.byte(OUTCOMES.indexOf(event.outcome) + (event.isBegin ? 0 : 16))
      break
    case 'wait':
    case 'blocked':
      fields.whole(event.task)
      break
    case 'wake':
      fields.whole(event.task)
      if (typeof event.by === 'number') {
        fields.byte(0)
        fields.whole(event.by)
      } else fields.byte(WAKERS.indexOf(event.by))
      break
    case 'sample':
      for (const value of [event.lag, event.heap, event.utilization, event.tasks]) fields.float(value ?? -1)
      break
    case 'snapshot':
      fields.whole(event.task)
      fields.byte(STATES.indexOf(event.state))
      fields.float(event.waitAge ?? -1)
      break
    default:
      break
  }
}
