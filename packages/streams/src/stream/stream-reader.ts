/**
 * The reading half of a connection: a protocol feeds its buffer, and coroutines read from it.
 *
 * Back-pressure: the transport is paused when the buffer holds more than twice the limit, and resumed at the
 * limit or when a read has to wait. Only one task may wait at a time: with two, chance would decide which one
 * gets which part of a message.
 */

import { isUint8Array } from 'node:util/types'
import { type AsyncSource, type Coroutine, RuntimeError } from '@acoro/core'
import { checkOptions, describeValue, type Parked, WaitQueue } from '@acoro/core/lowlevel'
import { ByteQueue } from '../base/byte-queue.ts'
import { IncompleteReadError, LimitOverrunError } from '../base/errors.ts'
import type { Wire } from '../transport/wire.ts'
import { type Decoded, MORE, READS_AT_ONCE, Read, type Readable } from './reading.ts'
import { type Separator, SeparatorSearch, Separators } from './separators.ts'

/** asyncio's limit: 64 KiB. */
export const DEFAULT_LIMIT = 65536

const LINE_FEED = new Separators('\n')

/** What a reader needs of its transport: to be paused and resumed. */
export interface PausableTransport {
  pauseReading(): void
  resumeReading(): void
}

/**
 * Reads from a connection, a pipe, or anything that feeds it. Cancelling a read loses nothing: what has
 * arrived stays in the buffer. A task whose reads never have to wait still lets the others run every 64
 * reads. asyncio: `asyncio.StreamReader`.
 *
 * @example
 * ```ts
 * import { run } from '@acoro/core'
 * import { StreamReader } from '@acoro/streams'
 *
 * const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
 * await run(function* main() {
 *   const reader = new StreamReader()
 *   reader.feedData(new TextEncoder().encode('one\ntwo'))
 *   reader.feedEof()
 *   return [text(yield* reader.readLine()), text(yield* reader.read()), reader.atEof()]
 * }) // => ['one\n', 'two', true]
 * ```
 */
export class StreamReader implements Readable, AsyncSource<Uint8Array> {
  /** The longest line, in bytes. At most twice as much is buffered, plus the last chunk. */
  readonly limit: number
  readonly #buffer = new ByteQueue()
  readonly #waiters = new WaitQueue<void>({ describe: () => this.#describe() })
  #eof = false
  #error: Error | undefined
  /** @internal Where its chunks come from, if nothing in between can have kept one. */
  _origin: { readonly _wire: Wire } | null = null
  #transport: PausableTransport | null = null
  #paused = false
  #method = 'read'
  /** How many reads there were since the last one that waited. */
  #atOnce = 0

  constructor(options: { limit?: number | undefined } = {}) {
    checkOptions(options, 'StreamReader()', { limit: checkLimit })
    this.limit = options.limit ?? DEFAULT_LIMIT
  }

  // ------------------------------------------------------------------ reading

  /**
   * Reads up to `n` bytes, as soon as there is one; empty at the end of the stream. Without `n`, or with -1,
   * reads all until the end. Throws the error that broke the connection. asyncio: `read`.
   */
  read(n = -1): Coroutine<Uint8Array> {
    if (!Number.isInteger(n)) {
      throw new TypeError(`Expected how many bytes to read, an integer, got ${describeValue(n)}`)
    }
    if (n < 0) return new Read(this, this.read, () => (this.#eof ? this.#take(this.#buffer.length) : MORE))
    return new Read(this, this.read, () => {
      if (this.#buffer.length === 0 && !this.#eof && n > 0) return MORE
      return this.#take(Math.min(n, this.#buffer.length))
    })
  }

  /**
   * Reads exactly `n` bytes. IncompleteReadError, with what did arrive, if the stream ends before. asyncio:
   * `readexactly`.
   */
  readExactly(n: number): Coroutine<Uint8Array> {
    if (!Number.isInteger(n)) {
      throw new TypeError(`Expected how many bytes to read, an integer, got ${describeValue(n)}`)
    }
    if (n < 0) throw new RangeError(`Expected how many bytes to read, 0 or more, got ${n}`)
    return new Read(this, this.readExactly, () => {
      if (this.#buffer.length >= n) return this.#take(n)
      if (this.#eof) throw new IncompleteReadError(this.#take(this.#buffer.length), n)
      return MORE
    })
  }

  /**
   * Reads up to and including the separator: the first of several, the shortest if two match.
   * IncompleteReadError with the rest at the end of the stream. LimitOverrunError if there is none within the
   * limit; the data stays in the buffer. asyncio: `readuntil`.
   */
  readUntil(separator: Separator | readonly Separator[] = '\n'): Coroutine<Uint8Array> {
    const search = new SeparatorSearch(new Separators(separator))
    return new Read(this, this.readUntil, () => this.#takeUntil(search))
  }

  /**
   * Reads a line with its `\n`. At the end of the stream it returns the rest, then empty lines. RangeError if
   * the line is longer than the limit; what has arrived of it is dropped. asyncio: `readline`.
   */
  readLine(): Coroutine<Uint8Array> {
    const search = new SeparatorSearch(LINE_FEED)
    return new Read(this, this.readLine, () => this.#takeLine(search))
  }

  /** Reads the next line, for `asyncFor(reader, …)`. Python: `async for line in reader`. */
  anext(): Coroutine<IteratorResult<Uint8Array, undefined>> {
    const search = new SeparatorSearch(LINE_FEED)
    return new Read<IteratorResult<Uint8Array, undefined>>(this, this.readLine, () => {
      const line = this.#takeLine(search)
      if (line === MORE) return MORE
      return line.length === 0 ? { done: true, value: undefined } : { done: false, value: line }
    })
  }

  /** Has everything been read, up to the end of the stream? */
  atEof(): boolean {
    return this.#eof && this.#buffer.length === 0
  }

  // ------------------------------------------------------------------ feeding

  /** Adds data. RuntimeError after `feedEof()`. */
  feedData(data: Uint8Array): void {
    if (!isUint8Array(data)) {
      throw new TypeError(`Expected bytes (a Uint8Array) to feed, got ${describeValue(data)}`)
    }
    if (this.#eof) throw new RuntimeError('feedData() after feedEof()')
    if (data.length === 0) return
    this.#buffer.append(data)
    this.#waiters.wakeOne()
    if (this.#transport === null || this.#paused || this.#buffer.length <= 2 * this.limit) return
    this.#paused = true
    this.#transport.pauseReading()
  }

  /** Marks the end of the stream. */
  feedEof(): void {
    this.#eof = true
    this.#waiters.wakeOne()
  }

  /** The error that broke the stream; undefined if there is none. */
  exception(): Error | undefined {
    return this.#error
  }

  /** Breaks the stream: reads throw `error`, now and later. */
  setException(error: Error): void {
    if (error == null)
      throw new TypeError(`Expected the error that broke the stream, got ${describeValue(error)}`)
    this.#error = error
    this.#waiters.abort(error)
  }

  /** Sets the transport to pause and resume. RuntimeError the second time. */
  setTransport(transport: PausableTransport): void {
    if (this.#transport !== null) throw new RuntimeError('Transport already set')
    this.#transport = transport
  }

  toString(): string {
    const facts = [`${this.#buffer.length} bytes`, `limit=${this.limit}`]
    if (this.#eof) facts.push('eof')
    if (this.#error !== undefined) facts.push(`error=${this.#error}`)
    if (this.#paused) facts.push('paused')
    return `<StreamReader ${facts.join(' ')}>`
  }

  // ------------------------------------------------------------------ for the other files of this package

  /** @internal */
  _check(): void {
    if (this.#error !== undefined) throw this.#error
  }

  /** @internal */
  _park(method: string): Parked<void> {
    this._check()
    if (this.#waiters.size > 0) {
      throw new RuntimeError(
        `${method}() called while another coroutine is already waiting for incoming data`,
      )
    }
    this.#method = method
    this.#atOnce = 0
    // The buffer may never hold what this read needs while the transport is paused.
    if (this.#paused) this.#resume()
    return this.#waiters.park()
  }

  /** @internal Removes and returns what has not been read, for a connection that continues under TLS. */
  _takeUnread(): Uint8Array[] {
    return this.#buffer.length === 0 ? [] : [this.#take(this.#buffer.length)]
  }

  /** @internal */
  _mustYield(): boolean {
    if (++this.#atOnce <= READS_AT_ONCE) return false
    this.#atOnce = 0
    return true
  }

  /**
   * @internal Reads by a decoder. `decode` is given all the bytes there are, whether that is the end, and how
   * many of them it has seen before. It returns what it found, and how many bytes that takes.
   */
  _decode<T>(decode: (bytes: Buffer, atEnd: boolean, seen: number) => Decoded<T> | undefined): Coroutine<T> {
    const buffer = this.#buffer
    let seen = 0
    let front = buffer.dropped
    return new Read<T>(this, this.read, () => {
      for (;;) {
        const bytes = buffer.peek()
        // Another read may have taken bytes off the front since the last look.
        const decoded = decode(bytes, this.#eof, front === buffer.dropped ? seen : 0)
        seen = bytes.length
        front = buffer.dropped
        if (decoded === undefined) return MORE
        this.#take(decoded.length)
        if ('error' in decoded) throw decoded.error
        if ('value' in decoded) return decoded.value
      }
    })
  }

  /** @internal Reads the first chunk as it came; empty at the end. */
  _readChunk(): Coroutine<Uint8Array> {
    return new Read(this, this.read, () => {
      if (this.#buffer.length === 0) return this.#eof ? this.#take(0) : MORE
      return this.#take(this.#buffer.firstLength)
    })
  }

  #takeUntil(search: SeparatorSearch): Uint8Array | typeof MORE {
    const length = search.find(this.#buffer, this.limit)
    if (length !== undefined) return this.#take(length)
    // Looked at after the search, because the last chunk may have brought the separator.
    if (this.#eof) throw new IncompleteReadError(this.#take(this.#buffer.length), undefined)
    return MORE
  }

  #takeLine(search: SeparatorSearch): Uint8Array | typeof MORE {
    try {
      return this.#takeUntil(search)
    } catch (error) {
      if (error instanceof IncompleteReadError) return error.partial
      if (!(error instanceof LimitOverrunError)) throw error
      const line = LINE_FEED.list[0]!
      const whole = this.#buffer.startsWith(line, error.consumed)
      this.#take(whole ? error.consumed + line.length : this.#buffer.length)
      throw new RangeError(`${error.message} (${this.limit} bytes)`, { cause: error })
    }
  }

  #take(count: number): Uint8Array {
    const data = this.#buffer.take(count)
    if (this.#paused && this.#buffer.length <= this.limit) this.#resume()
    return data
  }

  #resume(): void {
    this.#paused = false
    this.#transport?.resumeReading()
  }

  #describe(): string {
    return `StreamReader.${this.#method} (${this.#buffer.length} bytes buffered)`
  }
}

/** Throws if `limit` is not a limit. RangeError for 0 or less, as asyncio's ValueError. */
export function checkLimit(limit: unknown): number {
  if (typeof limit !== 'number')
    throw new TypeError(`Expected a limit in bytes, a number, got ${describeValue(limit)}`)
  if (!(limit > 0)) throw new RangeError(`Expected a limit in bytes, more than 0, got ${limit}`)
  return limit
}
