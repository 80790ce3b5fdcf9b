/**
 * JSON, a value a line. What is blank before a value is passed over at once, so that a peer that sends nothing but empty
 * lines, to keep a connection open or to keep this side busy, costs one look at each byte.
 */

import { describeValue } from '@acoro/core/lowlevel'
import type { Codec, Decoded } from './codec.ts'

const LINE_FEED = 10

/** JSON, a value a line; empty lines are passed over. SyntaxError, with the line, for what is no JSON. */
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

/** How many bytes of JSON's white space come first. */
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
