/** JSON, a value a line. */

import { describeValue } from '@acoro/core/lowlevel'
import type { Codec, Decoded } from './codec.ts'
import { decodeText, LINE_FEED } from './text.ts'

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
