import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DiskError, why } from './disk-error.ts'

/**
 * Lines of text, too many to keep in memory. The last ones are in a block in memory, the others in a
 * temporary file. The name of the file is removed as soon as it is open, so the system frees it however the
 * process ends, even by kill -9. As long as the block has room, there is no file.
 *
 * Reading and writing are synchronous. A block of a local file takes some 20 µs, which is less than starting
 * a thread's work.
 */

const BLOCK_BYTES = 64 * 1024
const NEWLINE = 10

export class Spool implements Disposable {
  readonly #blockBytes: number
  #file: number | undefined
  /** How many bytes are in the file. The block continues from there. A line is never in both. */
  #written = 0
  #block: Buffer | undefined
  #filled = 0
  /** The part of the file that was read last. */
  #window = Buffer.alloc(0)
  #windowAt = 0

  constructor(blockBytes: number = BLOCK_BYTES) {
    this.#blockBytes = blockBytes
  }

  /** The size in bytes. */
  get size(): number {
    return this.#written + this.#filled
  }

  /** Adds a line, which must hold no line break. Returns its place. */
  append(line: string): number {
    const length = Buffer.byteLength(line) + 1
    if (this.#filled + length > this.#blockBytes) this.#flush()
    const where = this.size
    if (length > this.#blockBytes) {
      this.#write(Buffer.from(`${line}\n`))
    } else {
      this.#block ??= Buffer.allocUnsafeSlow(this.#blockBytes)
      this.#filled += this.#block.write(`${line}\n`, this.#filled)
    }
    return where
  }

  /** The line at that place. */
  at(where: number): string {
    return this.#bytesAt(where).toString()
  }

  /**
   * All lines from that place on, each with the place of the next one. Lines that are added meanwhile are
   * included.
   */
  *lines(from: number = 0): Generator<readonly [line: string, next: number]> {
    for (let where = from; where < this.size; ) {
      const bytes = this.#bytesAt(where)
      where += bytes.length + 1
      yield [bytes.toString(), where]
    }
  }

  /** The first `size` bytes, in pieces. A piece is valid until the next one is asked for. */
  *pieces(size: number = this.size): Generator<Uint8Array> {
    for (let at = 0; at < size; ) {
      const piece = at < this.#written ? this.#load(at, this.#blockBytes) : this.#inBlock(at)
      yield piece.subarray(0, size - at)
      at += piece.length
    }
  }

  /** Removes all lines. */
  clear(): void {
    if (this.#file !== undefined) ftruncateSync(this.#file)
    this.#written = 0
    this.#filled = 0
    this.#window = Buffer.alloc(0)
  }

  [Symbol.dispose](): void {
    this.clear()
    this.#block = undefined
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #bytesAt(where: number): Buffer {
    if (where >= this.#written) return untilNewline(this.#inBlock(where))!
    const start = where - this.#windowAt
    const inWindow = start >= 0 && start < this.#window.length && untilNewline(this.#window.subarray(start))
    if (inWindow) return inWindow
    for (let length = this.#blockBytes; ; length *= 2) {
      const line = untilNewline(this.#load(where, length))
      if (line) return line
    }
  }

  #inBlock(where: number): Buffer {
    return this.#block!.subarray(where - this.#written, this.#filled)
  }

  #load(where: number, most: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(Math.min(most, this.#written - where))
    const read = readSync(this.#file!, bytes, 0, bytes.length, where)
    if (read === 0) throw new DiskError('the temporary file is shorter than what was written to it')
    this.#window = bytes.subarray(0, read)
    this.#windowAt = where
    return this.#window
  }

  #flush(): void {
    if (this.#filled === 0) return
    this.#write(this.#block!.subarray(0, this.#filled))
    this.#filled = 0
  }

  #write(bytes: Buffer): void {
    try {
      this.#file ??= openUnnamed()
      for (let at = 0; at < bytes.length; ) {
        at += writeSync(this.#file, bytes, at, bytes.length - at, this.#written + at)
      }
    } catch (error) {
      const message = `a temporary file in ${tmpdir()} cannot be written: ${why(error)}; TMPDIR may name another folder`
      throw new DiskError(message, { cause: error })
    }
    this.#written += bytes.length
  }
}

function openUnnamed(): number {
  const folder = mkdtempSync(join(tmpdir(), 'linkcheck-'))
  try {
    return openSync(join(folder, 'spool'), 'wx+', 0o600)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function untilNewline(bytes: Buffer): Buffer | undefined {
  const end = bytes.indexOf(NEWLINE)
  return end === -1 ? undefined : bytes.subarray(0, end)
}
