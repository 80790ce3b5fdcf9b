/**
 * Codecs: how messages are laid out in a stream of bytes.
 *
 * A codec looks at all the bytes there are. It returns the first message and its length, or undefined if the
 * message is not complete. It need not remember anything: it is told how many of the bytes it has seen
 * before.
 */

import type { Decoded } from '../stream/reading.ts'

export type { Decoded }

export interface Codec<In, Out = In> {
  /**
   * Returns the first message in `bytes`; undefined if it is not complete. `atEnd` means that no more will
   * come. `seen` is how many of the bytes were there the last time, when it returned undefined; they need not
   * be searched again. Return `error` with a length for a message that is wrong: the next one can be read.
   * After a throw none can. Return `{ skip: true, length }` for bytes between messages.
   */
  decode(bytes: Uint8Array, atEnd: boolean, seen?: number): Decoded<In> | undefined
  encode(message: Out): Uint8Array | string
}
