/** Text, one line a message. */

import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import type { Codec } from './codec.ts'

const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/** A byte order mark is text like any other: what was sent comes out. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export interface LineCodecOptions {
  /** What ends each line that is sent; `\n` unless given. Lines that come in may end with `\r\n` or `\n`. */
  newline?: '\n' | '\r\n' | undefined
}

/** Text, one line a message. The last one may lack its end. RangeError for a line with a newline in it. */
export function lineCodec(options: LineCodecOptions = {}): Codec<string> {
  checkOptions(options, 'lineCodec()', { newline: checkNewline })
  const newline = options.newline ?? '\n'
  return {
    decode(bytes, atEnd, seen = 0) {
      const end = bytes.indexOf(LINE_FEED, seen)
      if (end < 0) {
        if (!atEnd || bytes.length === 0) return undefined
        return { value: decoder.decode(bytes), length: bytes.length }
      }
      const bare = end > 0 && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end
      return { value: decoder.decode(bytes.subarray(0, bare)), length: end + 1 }
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

function checkNewline(newline: unknown, what: string): void {
  if (newline === '\n' || newline === '\r\n') return
  throw new RangeError(`Expected ${what} to be "\\n" or "\\r\\n", got ${describeValue(newline)}`)
}
