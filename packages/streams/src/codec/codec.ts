/**
 * Codecs: how messages lie in a stream of bytes.
 *
 * A codec looks at all the bytes there are and says what the first message is and how long, or that there is none
 * yet. It need not remember anything: it is told how many of the bytes it has seen before.
 */

import type { Decoded } from '../stream/reading.ts'

export type { Decoded }

export interface Codec<In, Out = In> {
  /**
   * The first message in `bytes`; undefined if it is not all there. `atEnd`: no more will come. `seen`: so many of the
   * bytes were there the last time, when it returned undefined, so that they need not be searched again. What is wrong with
   * one message is returned as `error` with its length, and the next can be read; after a throw none can. Bytes between messages
   * are passed over with `{ skip: true, length }`.
   */
  decode(bytes: Uint8Array, atEnd: boolean, seen?: number): Decoded<In> | undefined
  encode(message: Out): Uint8Array | string
}
