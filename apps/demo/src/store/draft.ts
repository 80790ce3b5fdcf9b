import { randomUUID } from 'node:crypto'
import { closeSync, constants, fdatasyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { destinationOf } from './destination.ts'
import { DiskError, isCode, why } from './disk-error.ts'

/**
 * Writes a file under another name, which then replaces the old file. So there is always a whole file, old or
 * new, whenever the process or the machine stops. A draft that is disposed before it is kept leaves no trace.
 *
 * A device or a pipe (`/dev/stdout`) cannot be replaced. It is written to directly.
 */

/** How much text is collected before it is written. */
const TEXT = 64 * 1024
/** How many bytes are written between two syncs, so that the last sync is short. */
const SYNC_BYTES = 1024 * 1024

export class Draft implements Disposable {
  /** The path as the user wrote it. */
  readonly #path: string
  /** The path behind all links. */
  readonly #target: string
  /** The other name; `undefined` if the target is written to directly. */
  readonly #draft: string | undefined
  #file: number | undefined
  #text = ''
  #unsynced = 0

  /** Throws DiskError if the file cannot be created. */
  constructor(path: string) {
    this.#path = path
    const destination = this.#orDiskError(() => destinationOf(path))
    this.#target = destination.path
    this.#draft = destination.isFile ? `${destination.path}.${randomUUID()}.tmp` : undefined
    // The new file keeps the permissions of the old one.
    const mode = destination.stats === undefined ? 0o666 : destination.stats.mode & 0o777
    this.#file = this.#orDiskError(() =>
      this.#draft === undefined ? openStream(this.#target) : openSync(this.#draft, 'wx', mode),
    )
  }

  /** Throws DiskError. */
  write(piece: string | Uint8Array): void {
    if (typeof piece === 'string') {
      this.#text += piece
      if (this.#text.length >= TEXT) this.#flush()
    } else {
      this.#flush()
      this.#write(piece)
    }
  }

  /** Puts the file in its place. Throws DiskError. */
  keep(): void {
    this.#flush()
    this.#orDiskError(() => {
      const file = this.#file!
      if (this.#draft !== undefined) fdatasyncSync(file)
      this.#file = undefined
      closeSync(file)
      if (this.#draft !== undefined) renameSync(this.#draft, this.#target)
    })
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file)
    if (this.#draft !== undefined) rmSync(this.#draft, { force: true })
  }

  #flush(): void {
    if (this.#text !== '') this.#write(Buffer.from(this.#text))
    this.#text = ''
  }

  #write(bytes: Uint8Array): void {
    this.#orDiskError(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file!, bytes, at)
      this.#unsynced += bytes.length
      if (this.#draft === undefined || this.#unsynced < SYNC_BYTES) return
      fdatasyncSync(this.#file!)
      this.#unsynced = 0
    })
  }

  #orDiskError<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw new DiskError(`${JSON.stringify(this.#path)} cannot be written: ${why(error)}`, { cause: error })
    }
  }
}

/**
 * Opens a device or a pipe. Opening a pipe blocks until it has a reader, and nothing could end that. So a
 * non-blocking open looks for a reader first.
 */
function openStream(path: string): number {
  const { O_WRONLY, O_APPEND, O_NONBLOCK } = constants
  try {
    const probe = openSync(path, O_WRONLY | O_NONBLOCK)
    try {
      // /dev/stdout may be a file that has text in it already.
      return openSync(path, O_WRONLY | O_APPEND)
    } finally {
      closeSync(probe)
    }
  } catch (error) {
    // A pipe has no reader, or this is a socket, which cannot be opened.
    if (isCode(error, 'ENXIO')) throw new Error('nothing reads from it', { cause: error })
    throw error
  }
}

/** Throws DiskError. */
export function writeWhole(path: string, pieces: Iterable<string | Uint8Array>): void {
  using draft = new Draft(path)
  for (const piece of pieces) draft.write(piece)
  draft.keep()
}
