/**
 * Codecs: how messages lie in a stream of bytes.
 *
 * A codec looks at all the bytes there are and says what the first message is and how long, or that there is none
 * yet. It may remember where it stopped looking, so each connection has one of its own.
 */

import { describeValue } from '@acoro/core/lowlevel'

/** A message, or what is wrong with it, and how many bytes it took, its frame included. */
export type Decoded<T> =
  | { readonly value: T; readonly length: number }
  | { readonly error: Error; readonly length: number }

export interface Codec<In, Out = In> {
  /**
   * The first message in `bytes`; undefined where it is not all there. `atEnd`: no more will come. What is wrong with
   * one message is given as `error` with its length, and the next can be read; after a throw none can.
   */
  decode(bytes: Uint8Array, atEnd: boolean): Decoded<In> | undefined
  encode(message: Out): Uint8Array | string
}

/** A line, without its end. */
const LINE_FEED = 10
const CARRIAGE_RETURN = 13

export interface LineCodecOptions {
  /** What each line that is sent ends with; `\n` unless given. What comes in may end with `\r\n` or `\n`. */
  newline?: '\n' | '\r\n' | undefined
}

/** Text, a line a message; the last one may lack its end. RangeError for a line with a newline in it. */
export function lineCodec(options: LineCodecOptions = {}): Codec<string> {
  const newline = options.newline ?? '\n'
  let searched = 0
  return {
    decode(bytes, atEnd) {
      const end = bytes.indexOf(LINE_FEED, searched)
      if (end < 0 && !atEnd) {
        searched = bytes.length
        return undefined
      }
      searched = 0
      if (end < 0) return bytes.length === 0 ? undefined : { value: decodeText(bytes), length: bytes.length }
      const bare = end > 0 && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end
      return { value: decodeText(bytes.subarray(0, bare)), length: end + 1 }
    },
    encode(line) {
      if (typeof line !== 'string')
        throw new TypeError(`Expected a line, a string, got ${describeValue(line)}`)
      if (line.includes('\n'))
        throw new RangeError(`Expected one line, got ${describeValue(line)}: send each by itself`)
      return line + newline
    },
  }
}

/** JSON, a value a line; empty lines are passed over. SyntaxError, with the line, for what is no JSON. */
export function jsonLinesCodec<In = unknown, Out = In>(): Codec<In, Out> {
  let searched = 0
  return {
    decode(bytes, atEnd) {
      for (;;) {
        const found = bytes.indexOf(LINE_FEED, searched)
        searched = found < 0 ? bytes.length : found + 1
        if (found < 0 && !atEnd) return undefined
        const line = decodeText(bytes.subarray(0, searched))
        // An empty line becomes the beginning of the next one, where JSON allows it.
        if (line.trim() === '') {
          if (found < 0) return undefined
          continue
        }
        const length = searched
        searched = 0
        return parse<In>(line, length)
      }
    },
    encode(message) {
      const json = JSON.stringify(message)
      if (json === undefined)
        throw new TypeError(`Expected a value JSON can express, got ${describeValue(message)}`)
      return `${json}\n`
    },
  }
}

export interface LengthPrefixOptions {
  /** Bytes of the length: 1, 2 or 4, most significant first; 4 unless given. */
  prefix?: 1 | 2 | 4 | undefined
  littleEndian?: boolean | undefined
}

/** Bytes, each message after its length. RangeError for a message the prefix cannot tell the length of. */
export function lengthPrefixCodec(options: LengthPrefixOptions = {}): Codec<Uint8Array> {
  const { prefix = 4, littleEndian = false } = options
  if (prefix !== 1 && prefix !== 2 && prefix !== 4) {
    throw new RangeError(`Expected a prefix of 1, 2 or 4 bytes, got ${describeValue(prefix)}`)
  }
  const longest = 2 ** (8 * prefix) - 1
  return {
    decode(bytes) {
      if (bytes.length < prefix) return undefined
      const length = readLength(bytes, prefix, littleEndian) + prefix
      if (bytes.length < length) return undefined
      return { value: bytes.subarray(prefix, length), length }
    },
    encode(message) {
      if (message.length > longest) {
        throw new RangeError(`Expected a message of at most ${longest} bytes, got one of ${message.length}`)
      }
      const framed = new Uint8Array(prefix + message.length)
      for (let i = 0; i < prefix; i++) {
        framed[littleEndian ? i : prefix - 1 - i] = Math.floor(message.length / 256 ** i) % 256
      }
      framed.set(message, prefix)
      return framed
    },
  }
}

function readLength(bytes: Uint8Array, prefix: number, littleEndian: boolean): number {
  let length = 0
  for (let i = 0; i < prefix; i++) length = length * 256 + bytes[littleEndian ? prefix - 1 - i : i]!
  return length
}

const decoder = new TextDecoder()

function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

function parse<T>(line: string, length: number): Decoded<T> {
  try {
    return { value: JSON.parse(line) as T, length }
  } catch (cause) {
    return {
      error: new SyntaxError(`Expected a line of JSON, got ${describeValue(line.trim())}`, { cause }),
      length,
    }
  }
}
