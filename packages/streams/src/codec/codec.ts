/**
 * Codecs: how messages lie in a stream of bytes.
 *
 * A codec looks at all the bytes there are and says what the first message is and how long, or that there is none
 * yet. It may remember where it stopped looking, so each connection has one of its own.
 */

import type { Decoded } from '../stream/reading.ts'

export type { Decoded }

export interface Codec<In, Out = In> {
  /**
   * The first message in `bytes`; undefined where it is not all there. `atEnd`: no more will come. What is wrong with
   * one message is given as `error` with its length, and the next can be read; after a throw none can.
   */
  decode(bytes: Uint8Array, atEnd: boolean): Decoded<In> | undefined
  encode(message: Out): Uint8Array | string
}
