/**
 * The search for the end of a message: the first of several separators, the shortest match if two end
 * together.
 *
 * Bytes that have been searched are not searched again, except for the last few, in which a separator may
 * begin.
 */

import { isUint8Array } from 'node:util/types'
import { describeValue } from '@acoro/core/lowlevel'
import { type ByteQueue, bytesOf } from '../base/byte-queue.ts'
import { LimitOverrunError } from '../base/errors.ts'

/** Bytes, or a string for its UTF-8. */
export type Separator = Uint8Array | string

/** Separators that have been checked. Throws TypeError or RangeError for a value that is no separator. */
export class Separators {
  readonly list: readonly Uint8Array[]
  readonly shortest: number
  readonly longest: number

  constructor(separator: Separator | readonly Separator[]) {
    const list = Array.isArray(separator) ? (separator as readonly Separator[]) : [separator as Separator]
    if (list.length === 0) throw new RangeError('Expected at least one separator, got an empty list')
    this.list = list.map(checkSeparator)
    this.shortest = Math.min(...this.list.map(({ length }) => length))
    this.longest = Math.max(...this.list.map(({ length }) => length))
  }
}

function checkSeparator(separator: Separator): Uint8Array {
  if (typeof separator !== 'string' && !isUint8Array(separator)) {
    throw new TypeError(`Expected a separator, bytes or a string, got ${describeValue(separator)}`)
  }
  if (separator.length === 0)
    throw new RangeError('Expected a separator of at least one byte, got an empty one')
  return bytesOf(separator)
}

/** With several separators, so many bytes are searched first. The number doubles until one is found. */
const WINDOW = 256

/** One search, which goes on as more bytes arrive. */
export class SeparatorSearch {
  readonly #separators: Separators
  /** No separator begins before this position, counted from the first byte that was ever in the queue. */
  #searched = 0

  constructor(separators: Separators) {
    this.#separators = separators
  }

  /**
   * The length of the message, separator included; undefined while there is none. LimitOverrunError beyond
   * `limit`.
   */
  find(bytes: ByteQueue, limit: number): number | undefined {
    // Another read may have taken bytes off the front since the last look.
    const offset = Math.max(0, this.#searched - bytes.dropped)
    if (bytes.length - offset < this.#separators.shortest) return undefined
    const match = this.#match(bytes, offset)
    if (match !== undefined) {
      if (match.start <= limit) return match.end
      throw new LimitOverrunError('Separator is found, but chunk is longer than limit', match.start)
    }
    const next = Math.max(offset, bytes.length + 1 - this.#separators.longest)
    this.#searched = bytes.dropped + next
    if (next <= limit) return undefined
    throw new LimitOverrunError('Separator is not found, and chunk exceed the limit', next)
  }

  /**
   * The match that ends first, and the shortest of those. Several separators are searched for in a growing
   * window. Otherwise a separator that never comes would cost a search of the whole buffer for each message.
   */
  #match(bytes: ByteQueue, offset: number): { start: number; end: number } | undefined {
    const { list } = this.#separators
    const only = list.length === 1 ? list[0]! : undefined
    if (only !== undefined) {
      const start = bytes.indexOf(only, offset)
      return start < 0 ? undefined : { start, end: start + only.length }
    }
    let from = offset
    for (let size = WINDOW; ; size *= 2) {
      const to = Math.min(bytes.length, offset + size)
      const match = firstMatch(bytes, list, from, to)
      if (match !== undefined || to === bytes.length) return match
      from = Math.max(offset, to + 1 - this.#separators.longest)
    }
  }
}

function firstMatch(
  bytes: ByteQueue,
  separators: readonly Uint8Array[],
  from: number,
  to: number,
): { start: number; end: number } | undefined {
  let start = 0
  let end = Infinity
  for (const separator of separators) {
    const found = bytes.indexOf(separator, from, to)
    if (found < 0 || found + separator.length > end) continue
    if (found + separator.length === end && found < start) continue
    start = found
    end = found + separator.length
  }
  return end === Infinity ? undefined : { start, end }
}
