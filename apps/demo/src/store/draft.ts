import { randomUUID } from 'node:crypto'
import { closeSync, fdatasyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { DiskError, why } from './disk-error.ts'

/**
 * A file is written to a neighbour first, which then takes its place: what is there is always a whole file, old or new,
 * whenever the process or the machine stops. A draft that is disposed before it was kept is gone, and has changed nothing.
 */

/** Text is collected up to this length. */
const TEXT = 64 * 1024
/** What was written goes to the disk now and then, so that doing so at the end takes no long time: bytes. */
const SYNC_BYTES = 1024 * 1024

export class Draft implements Disposable {
  readonly #path: string
  readonly #draft: string
  #file: number | undefined
  #text = ''
  #unsynced = 0

  /** Throws DiskError where it cannot be made. */
  constructor(path: string) {
    this.#path = path
    this.#draft = `${path}.${randomUUID()}.tmp`
    this.#file = this.#orDiskError(() => openSync(this.#draft, 'wx'))
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

  /** Puts it in its place. Throws DiskError. */
  keep(): void {
    this.#flush()
    this.#orDiskError(() => {
      fdatasyncSync(this.#file!)
      closeSync(this.#file!)
      this.#file = undefined
      renameSync(this.#draft, this.#path)
    })
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file)
    rmSync(this.#draft, { force: true })
  }

  #flush(): void {
    if (this.#text !== '') this.#write(Buffer.from(this.#text))
    this.#text = ''
  }

  #write(bytes: Uint8Array): void {
    this.#orDiskError(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file!, bytes, at)
      this.#unsynced += bytes.length
      if (this.#unsynced < SYNC_BYTES) return
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

/** Throws DiskError. */
export function writeWhole(path: string, pieces: Iterable<string | Uint8Array>): void {
  using draft = new Draft(path)
  for (const piece of pieces) draft.write(piece)
  draft.keep()
}
