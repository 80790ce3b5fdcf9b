/** Text, a line a message. */

import { describeValue } from '@acoro/core/lowlevel'
import type { Codec } from './codec.ts'
import { decodeText, LINE_FEED } from './text.ts'

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
