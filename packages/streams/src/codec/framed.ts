/**
 * Messages instead of bytes: a connection seen through a codec.
 *
 * A message is taken whole or not at all, so receiving can be cancelled at any moment. The length of a
 * message is bounded here, for every codec. Otherwise a peer could make this side buffer without end.
 */

import type { AsyncSource, Coroutine, Suspension } from '@acoro/core'
import { coroutine } from '@acoro/core'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { IncompleteReadError, LimitOverrunError } from '../base/errors.ts'
import type { Connection } from '../stream/open-connection.ts'
import { checkLimit, type StreamReader } from '../stream/stream-reader.ts'
import type { StreamWriter } from '../stream/stream-writer.ts'
import type { Codec, Decoded } from './codec.ts'

export interface FramedOptions {
  /** The longest message, its frame included, in bytes; 1 MiB unless given. */
  maxLength?: number | undefined
}

const END: unique symbol = Symbol('end')

/** Sends and receives messages. `asyncFor` goes through those that come in. Returned by `framed`. */
export class Framed<In, Out = In> implements AsyncSource<In>, Disposable {
  readonly reader: StreamReader
  readonly writer: StreamWriter
  readonly #codec: Codec<In, Out>
  readonly #maxLength: number

  /** @internal */
  constructor([reader, writer]: Readonly<Connection>, codec: Codec<In, Out>, options: FramedOptions) {
    this.reader = reader
    this.writer = writer
    this.#codec = codec
    this.#maxLength = checkLimit(options.maxLength ?? 1 << 20)
  }

  /**
   * Receives the next message; undefined at the end. IncompleteReadError if the stream ends within a message,
   * LimitOverrunError if the message is too long, and what the codec finds wrong with it. Cancelling it loses
   * nothing.
   */
  receive(): Coroutine<In | undefined> {
    return this.reader._decode<In | undefined>((bytes, atEnd, seen) => {
      const message = this.#decode(bytes, atEnd, seen)
      return message === END ? { value: undefined, length: 0 } : message
    })
  }

  /** Sends `message`, and waits while too much is buffered. */
  send(message: Out): Coroutine<void> {
    this.write(message)
    return this.writer.drain()
  }

  /** Sends it without waiting. Call `drain()` from time to time. */
  write(message: Out): void {
    this.writer.write(this.#codec.encode(message))
  }

  drain(): Coroutine<void> {
    return this.writer.drain()
  }

  anext(): Coroutine<IteratorResult<In, undefined>> {
    return this.reader._decode<IteratorResult<In, undefined>>((bytes, atEnd, seen) => {
      const message = this.#decode(bytes, atEnd, seen)
      if (message === undefined) return undefined
      if (message === END) return { value: { done: true, value: undefined }, length: 0 }
      if (!('value' in message)) return message
      return { value: { done: false, value: message.value }, length: message.length }
    })
  }

  /** Sends what is buffered, then closes. */
  close(): void {
    this.writer.close()
  }

  waitClosed(): Coroutine<void> {
    return this.writer.waitClosed()
  }

  /** Closes, and waits for the end. */
  aclose(): Coroutine<void> {
    return closing(this)
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #decode(bytes: Uint8Array, atEnd: boolean, seen: number): Decoded<In> | typeof END | undefined {
    if (bytes.length === 0 && atEnd) return END
    const message = this.#codec.decode(bytes, atEnd, seen)
    if (message !== undefined) {
      checkLength(message, bytes.length)
      if ('skip' in message) return message
    }
    const length = message?.length ?? bytes.length
    if (length > this.#maxLength) {
      throw new LimitOverrunError(
        `Expected a message of at most ${this.#maxLength} bytes, got ${length} or more`,
        length,
      )
    }
    if (message === undefined && atEnd) throw new IncompleteReadError(bytes, undefined)
    return message
  }
}

/** A codec that takes nothing would be asked for ever; one that takes too much would lose what comes next. */
function checkLength(message: unknown, most: number): void {
  const length = (message as { length?: unknown } | null)?.length
  if (Number.isInteger(length) && (length as number) > 0 && (length as number) <= most) return
  throw new RangeError(
    `Expected decode() of the codec to return undefined or what it found and its length, 1 to ${most} bytes, ` +
      `got ${describeValue(message)} with length ${describeValue(length)}`,
  )
}

const closing: (framed: Framed<unknown, never>) => Coroutine<void> = coroutine(function* aclose(
  framed: Framed<unknown, never>,
): Generator<Suspension, void, unknown> {
  framed.close()
  yield* framed.waitClosed()
})

/**
 * Makes a connection a stream of messages.
 *
 * @example
 * ```ts real-time
 * import { asyncFor, run } from '@acoro/core'
 * import { framed, jsonLinesCodec, openConnection, startServer } from '@acoro/streams'
 *
 * await run(function* main() {
 *   const server = yield* startServer(function* (...connection) {
 *     const peer = framed(connection, jsonLinesCodec<{ n: number }>())
 *     yield* asyncFor(peer, function* ({ n }) {
 *       yield* peer.send({ n: n * n })
 *     })
 *   }, { host: '127.0.0.1', port: 0 })
 *   using client = framed(yield* openConnection(server.address), jsonLinesCodec<{ n: number }>())
 *   yield* client.send({ n: 12 })
 *   const answer = yield* client.receive()
 *   server.close()
 *   return answer
 * }) // => { n: 144 }
 * ```
 */
export function framed<In, Out = In>(
  connection: Readonly<Connection>,
  codec: Codec<In, Out>,
  options: FramedOptions = {},
): Framed<In, Out> {
  if (!Array.isArray(connection) || connection.length !== 2 || typeof connection[0]?._decode !== 'function') {
    throw new TypeError(
      `Expected a connection to frame, [reader, writer], got ${describeValue(connection)}: framed(connection, codec)`,
    )
  }
  if (typeof codec?.decode !== 'function' || typeof codec.encode !== 'function') {
    throw new TypeError(
      `Expected a codec, an object with decode() and encode(), got ${describeValue(codec)}: framed(connection, lineCodec())`,
    )
  }
  checkOptions(options, 'framed()', { maxLength: checkLimit })
  return new Framed(connection, codec, options)
}
