/** Text and bytes as bytes. */

import { describeValue } from '@acoro/core/lowlevel'

const encoder = new TextEncoder()

/** The bytes of a chunk. TypeError for anything but text and bytes; `what` names where it came from. */
export function bytesOf(chunk: unknown, what: string): Uint8Array {
  if (typeof chunk === 'string') return encoder.encode(chunk)
  if (chunk instanceof Uint8Array) return chunk
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk)
  throw new TypeError(`Expected ${what} to be made of strings and bytes, got ${describeValue(chunk)}`)
}
