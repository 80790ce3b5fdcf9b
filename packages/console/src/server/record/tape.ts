/** One recording as it is made: events become chunks, the last ones of which are kept. */

import { ChunkWriter, type KnownTask } from '../../recording/chunk-writer.ts'
import type { RecordedEvent, RecordingHeader, SnapshotEvent } from '../../recording/events.ts'
import { fileOf } from '../../recording/file-of.ts'
import type { Picture } from '../picture/picture.ts'
import { ChunkRing } from './chunk-ring.ts'

/** The most tasks of the snapshot at the end. */
const MOST_IN_SNAPSHOT = 20_000

export class Tape {
  readonly #ring: ChunkRing
  readonly #writer: ChunkWriter
  readonly #taskOf: (id: number) => KnownTask

  /** Keeps the last `most` bytes. */
  constructor(most: number, taskOf: (id: number) => KnownTask) {
    this.#taskOf = taskOf
    this.#ring = new ChunkRing(most)
    this.#writer = new ChunkWriter(taskOf, (chunk) => this.#ring.add(chunk))
  }

  add(event: RecordedEvent): void {
    this.#writer.add(event)
  }

  get bytes(): number {
    return this.#ring.bytes
  }

  /** The file: what is kept, the tasks as they are now, and why it ends. Recording may go on. */
  file(header: RecordingHeader, picture: Picture, now: number, why: string): Uint8Array<ArrayBuffer> {
    this.#writer.flush()
    // In a ring of its own, so that what was recorded is not pushed out.
    const chunks = [...this.#ring.chunks]
    const end = new ChunkWriter(this.#taskOf, (chunk) => chunks.push(chunk))
    for (const event of snapshotOf(picture, now)) end.add(event)
    if (why !== '') end.add({ kind: 'note', at: now, text: why })
    end.add({ kind: 'end', at: now })
    end.flush()
    return fileOf(header, chunks)
  }
}

function snapshotOf({ table, at }: Picture, now: number): SnapshotEvent[] {
  const when = Math.min(at ?? now, now)
  return table.all.slice(0, MOST_IN_SNAPSHOT).map(({ id, state, waitsFor, waitAge }) => ({
    kind: 'snapshot',
    at: when,
    task: id,
    state,
    waitsFor: waitsFor ?? '',
    waitAge,
  }))
}
