/**
 * JSON, one value a line. Blank bytes before a value are skipped at once, and each is looked at once. A peer
 * may send nothing but empty lines, to keep a connection open or to keep this side busy.
 */

import { describeValue } from '@acoro/core/lowlevel'
import type { Codec, Decoded } from './codec.ts'

const LINE_FEED = 10

/** JSON, one value a line; empty lines are skipped. SyntaxError, with the line, if it is not JSON. */
export function jsonLinesCodec<In = unknown, Out = In>(): Codec<In, Out> {
  return {
    decode(bytes, atEnd, seen = 0) {
      const blank = countBlank(bytes)
      if (blank > 0) return { skip: true, length: blank }
      const end = bytes.indexOf(LINE_FEED, seen)
      if (end >= 0) return parse(bytes, end + 1)
      return atEnd && bytes.length > 0 ? parse(bytes, bytes.length) : undefined
    },
    encode(message) {
      const json = JSON.stringify(message)
      if (json === undefined)
        throw new TypeError(`Expected a value JSON can express, got ${describeValue(message)}`)
      return `${json}\n`
    },
  }
}

/** How many blank bytes come first, by JSON's definition. */
function countBlank(bytes: Uint8Array): number {
  let count = 0
  while (count < bytes.length && isBlank(bytes[count]!)) count++
  return count
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13
}

const decoder = new TextDecoder()

function parse<T>(bytes: Uint8Array, length: number): Decoded<T> {
  const line = decoder.decode(bytes.subarray(0, length))
  try {
    return { value: JSON.parse(line) as T, length }
  } catch (cause) {
    return {
      error: new SyntaxError(`Expected a line of JSON, got ${describeValue(line.trim())}`, { cause }),
      length,
    }
  }
}
