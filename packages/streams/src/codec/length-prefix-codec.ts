/** Bytes, each message after its length. */

import { isUint8Array } from 'node:util/types'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import type { Codec } from './codec.ts'

export interface LengthPrefixOptions {
  /** How many bytes the length takes: 1, 2 or 4, most significant first; 4 unless given. */
  prefix?: 1 | 2 | 4 | undefined
  littleEndian?: boolean | undefined
}

/** Bytes, each message after its length. RangeError if the message is too long for the prefix. */
export function lengthPrefixCodec(options: LengthPrefixOptions = {}): Codec<Uint8Array> {
  checkOptions(options, 'lengthPrefixCodec()', { littleEndian: 'boolean' })
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
      if (!isUint8Array(message)) {
        throw new TypeError(`Expected a message of bytes (a Uint8Array), got ${describeValue(message)}`)
      }
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
