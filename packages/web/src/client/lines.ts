/**
 * Lines of a body as they arrive. A line ends with LF or CR LF; one at the end of the body needs neither.
 *
 * A peer may send a line without end, so a line has a maximum. What has been looked at is not looked at
 * again, so a line in a thousand pieces costs no square.
 */

import { type AsyncSource, type Coroutine, coroutine } from '@acoro/core'
import { BodyTooLargeError, JsonError } from '../base/errors.ts'
import type { BodyChunks } from './body.ts'

/** Makes a value of a line; undefined for one that is left out. `number` counts from 1. */
export type LineParser<T> = (line: string, number: number) => { readonly value: T } | undefined

/**
 * The values that `parse` makes of the lines of a body. Leaving the loop before the end closes the request.
 */
export class BodyLines<T> implements AsyncSource<T> {
  /** @internal */
  readonly _chunks: BodyChunks
  /** @internal */
  readonly _parse: LineParser<T>
  /** @internal */
  readonly _maxLength: number
  /** @internal Made of bytes that came in one chunk after the last LF. */
  _pieces: string[] = []
  /** @internal */
  _pieceLength = 0
  /** @internal Whole lines that came, the next one last. */
  _ready: string[] = []
  /** @internal */
  _count = 0
  /** @internal */
  _atEnd = false
  readonly #decoder = new TextDecoder()

  /** @internal */
  constructor(chunks: BodyChunks, maxLength: number, parse: LineParser<T>) {
    this._chunks = chunks
    this._maxLength = maxLength
    this._parse = parse
  }

  /**
   * The next one. JsonError, BodyTooLargeError, or what reading the body throws. Cancelling it loses nothing.
   */
  anext(): Coroutine<IteratorResult<T, undefined>> {
    return nextLine(this) as Coroutine<IteratorResult<T, undefined>>
  }

  /** Closes the request, unless its body has ended. */
  aclose(): Coroutine<void> {
    return this._chunks.aclose()
  }

  /** @internal */
  _feed(bytes: Uint8Array | undefined): void {
    const text = bytes === undefined ? this.#decoder.decode() : this.#decoder.decode(bytes, { stream: true })
    const lines = text.split('\n')
    const rest = lines.pop() as string
    if (lines.length > 0) {
      lines[0] = this._pieces.join('') + lines[0]
      this._pieces = []
      this._pieceLength = 0
      this._ready = lines.reverse()
    }
    this._pieces.push(rest)
    this._pieceLength += rest.length
    if (bytes === undefined) {
      this._atEnd = true
      const last = this._pieces.join('')
      this._pieces = []
      if (last !== '') this._ready.unshift(last)
    }
  }

  /** @internal The next whole line. */
  _take(): string | undefined {
    const line = this._ready.pop()
    const length = line === undefined ? this._pieceLength : line.length
    if (length > this._maxLength) {
      const { _exchange: exchange } = this._chunks
      const what = `line ${this._count + 1} is longer than ${this._maxLength} characters`
      const large = new BodyTooLargeError(what, exchange)
      exchange.close(large)
      throw large
    }
    if (line === undefined) return undefined
    this._count++
    return line.endsWith('\r') ? line.slice(0, -1) : line
  }
}

const nextLine = coroutine(function* anext(lines: BodyLines<unknown>) {
  for (;;) {
    lines._chunks._exchange.check()
    const line = lines._take()
    if (line !== undefined) {
      const parsed = lines._parse(line, lines._count)
      if (parsed !== undefined) return { done: false, value: parsed.value }
      continue
    }
    if (lines._atEnd) return { done: true, value: undefined }
    const { done, value } = yield* lines._chunks.anext()
    lines._feed(done === true ? undefined : value)
  }
})

export const asText = (line: string): { readonly value: string } => ({ value: line })

/** Parses lines of JSON; blank ones are left out. */
export function asJson<T>(chunks: BodyChunks): LineParser<T> {
  return (line, number) => {
    if (line.trim() === '') return undefined
    try {
      return { value: JSON.parse(line) as T }
    } catch (cause) {
      const error = new JsonError(chunks._exchange, line, `line ${number}`, cause)
      chunks._exchange.close(error)
      throw error
    }
  }
}
