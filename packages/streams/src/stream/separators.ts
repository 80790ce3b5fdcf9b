/**
 * Looking for the end of a message: the first of several separators, the shortest match where two begin together.
 *
 * Bytes that were looked at are not looked at again, but for the last few, where a separator may have begun.
 */

import { isUint8Array } from 'node:util/types'
import { describeValue } from '@acoro/core/lowlevel'
import { type ByteQueue, bytesOf } from '../base/byte-queue.ts'
import { LimitOverrunError } from '../base/errors.ts'

/** Bytes, or a string for its UTF-8. */
export type Separator = Uint8Array | string

/** What ends a message, checked and ready to be looked for. TypeError or RangeError for what is no separator. */
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

/** One search, going on as more bytes come. */
export class SeparatorSearch {
  readonly #separators: Separators
  #offset = 0

  constructor(separators: Separators) {
    this.#separators = separators
  }

  /** The length of the message, separator included; undefined while there is none. LimitOverrunError past `limit`. */
  find(bytes: ByteQueue, limit: number): number | undefined {
    if (bytes.length - this.#offset < this.#separators.shortest) return undefined
    let start = 0
    let end = Infinity
    for (const separator of this.#separators.list) {
      const found = bytes.indexOf(separator, this.#offset)
      if (found < 0 || found + separator.length > end) continue
      if (found + separator.length === end && found < start) continue
      start = found
      end = found + separator.length
    }
    if (end !== Infinity) {
      if (start <= limit) return end
      throw new LimitOverrunError('Separator is found, but chunk is longer than limit', start)
    }
    this.#offset = Math.max(0, bytes.length + 1 - this.#separators.longest)
    if (this.#offset <= limit) return undefined
    throw new LimitOverrunError('Separator is not found, and chunk exceed the limit', this.#offset)
  }
}
