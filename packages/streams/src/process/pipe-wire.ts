/**
 * Pipes as wires: one end to read, one to write, or both, as Node's streams.
 *
 * The process's own stdio is such a pair. Closing it must not take it from the rest of the program. With
 * `keepOpen` the wire leaves the streams as they are, and only stops listening to them.
 */

import type { Readable, Writable } from 'node:stream'
import { setImmediate } from 'node:timers'
import type { OSError } from '../base/errors.ts'
import { toOSError } from '../base/to-os-error.ts'
import type { ExtraInfo } from '../transport/transport.ts'
import type { Wire, WireEvents } from '../transport/wire.ts'

export interface PipeEnds {
  readonly readable?: Readable | undefined
  readonly writable?: Writable | undefined
  /** Closing the wire leaves the streams open. */
  readonly keepOpen?: boolean | undefined
  /** The process it belongs to. */
  readonly pid?: number | undefined
}

export class PipeWire implements Wire {
  readonly what: string
  readonly canHalfClose: boolean
  readonly lent: boolean
  readonly #readable: Readable | undefined
  readonly #writable: Writable | undefined
  readonly #keepOpen: boolean
  readonly #pid: number | undefined
  #events: WireEvents | null = null
  #error: OSError | null = null
  #closed = false

  constructor(what: string, ends: PipeEnds) {
    this.what = what
    this.#readable = ends.readable
    this.#writable = ends.writable
    this.#keepOpen = ends.keepOpen ?? false
    this.#pid = ends.pid
    this.lent = this.#keepOpen || this.#pid !== undefined
    this.canHalfClose = ends.writable !== undefined && !this.#keepOpen
    for (const end of [ends.readable, ends.writable]) {
      end?.on('error', this.#onError)
      end?.on('close', this.#onClose)
    }
  }

  get buffered(): number {
    return this.#writable?.writableLength ?? 0
  }

  attach(events: WireEvents): void {
    this.#events = events
    this.#readable?.on('data', this.#onData)
    this.#readable?.on('end', this.#onEnd)
    if (this.#gone()) this.#finish()
  }

  write(data: Uint8Array): void {
    try {
      this.#writable?.write(data, this.#onWritten)
    } catch (error) {
      // Deno's standard output throws what happens to it.
      this.#onError(error as Error)
    }
  }

  end(): void {
    this.#writable?.end(this.#onWritten)
  }

  closeSoon(): void {
    const writable = this.#writable
    if (writable === undefined || writable.destroyed) {
      this.destroy()
      return
    }
    if (this.#keepOpen) {
      // Called when all that was written before is gone. If that has failed, an `error` event follows, on Bun
      // even after this was called without an error.
      writable.write('', (error) => {
        if (error == null) setImmediate(this.#leave)
      })
      return
    }
    writable.end(() => this.destroy())
  }

  destroy(): void {
    if (this.#keepOpen) {
      this.#leave()
      return
    }
    this.#readable?.destroy()
    this.#writable?.destroy()
  }

  pause(): void {
    this.#readable?.pause()
  }

  resume(): void {
    this.#readable?.resume()
  }

  info<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined {
    return name === 'pid' ? (this.#pid as ExtraInfo[K] | undefined) : undefined
  }

  #gone(): boolean {
    return (this.#readable?.destroyed ?? true) && (this.#writable?.destroyed ?? true)
  }

  #finish(): void {
    if (this.#closed) return
    this.#closed = true
    this.#events?.closed(this.#error)
  }

  readonly #onData = (data: Uint8Array): void => this.#events?.received(data)
  readonly #onEnd = (): void => {
    // As for sockets: what was cut off is not the whole.
    if (this.#error === null) this.#events?.ended()
  }

  readonly #onWritten = (): void => {
    // Node also reports data as written that a broken pipe never took.
    if (this.#writable?.destroyed === false) this.#events?.flushed()
  }

  readonly #onError = (error: Error): void => {
    if (this.#closed) return
    this.#error ??= toOSError(error, `use the ${this.what}`)
    // A stream made with `autoDestroy: false` would stay open, and its transport would never end.
    this.destroy()
  }

  readonly #onClose = (): void => {
    if (this.#gone()) this.#finish()
  }

  readonly #leave = (): void => {
    if (this.#closed) return
    this.#readable?.off('data', this.#onData).off('end', this.#onEnd).pause()
    this.#readable?.off('error', this.#onError).off('close', this.#onClose)
    const writable = this.#writable?.off('close', this.#onClose)
    // What is still being written may fail, and an `error` event without a listener ends the process.
    if (writable !== undefined && writable.writableLength > 0 && this.#error === null) {
      writable.write('', (error) => {
        if (error == null) writable.off('error', this.#onError)
      })
    } else writable?.off('error', this.#onError)
    this.#finish()
  }
}
