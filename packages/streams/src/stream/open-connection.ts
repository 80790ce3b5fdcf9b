/** The client's side of streams: a connection as a reader and a writer, over TCP, TLS or a Unix socket. */

import {
  type AsyncContextManager,
  type Awaitable,
  coroutine,
  isCancelledError,
  type Suspension,
  type Timeout,
  TimeoutError,
  timeout,
} from '@acoro/core'
import { creationPlace, Operation } from '@acoro/core/lowlevel'
import { formatEndpoint } from '../base/address.ts'
import { rememberPlace } from '../base/unclosed.ts'
import { currentNetwork } from '../endpoint/current-network.ts'
import { type ConnectOptions, checkConnect } from '../network/connect-options.ts'
import type { Transport } from '../transport/transport.ts'
import { StreamProtocol } from './stream-protocol.ts'
import { checkLimit, StreamReader } from './stream-reader.ts'
import { StreamWriter } from './stream-writer.ts'

/** Both ends of a connection: one to read from, one to write to. */
export type Connection = [reader: StreamReader, writer: StreamWriter]

export interface ConnectionOptions extends ConnectOptions {
  /** The reader's limit in bytes; 64 KiB unless given. */
  limit?: number | undefined
  /** Timeout of the whole connection, the TLS handshake included, ms. */
  timeout?: number | undefined
}

/** Await it for a connection, or enter it with `asyncWith`, which closes the connection at the end. */
export class Connecting extends Operation<Connection> implements AsyncContextManager<Connection> {
  readonly #options: ConnectionOptions
  readonly #place: string | undefined
  #writer: StreamWriter | undefined

  /** @internal */
  constructor(options: ConnectionOptions, place: string | undefined) {
    super(openConnection)
    this.#options = options
    this.#place = place
  }

  start(): Iterator<Suspension, Connection, unknown> {
    return connected(this.#options, this.#place)[Symbol.iterator]()
  }

  *aenter(): Generator<Suspension, Connection, unknown> {
    const connection = yield* this
    this.#writer = connection[1]
    return connection
  }

  *aexit(): Generator<Suspension, void, unknown> {
    const writer = this.#writer!
    let ended = false
    writer.close()
    try {
      yield* writer.waitClosed()
      ended = true
    } finally {
      if (!ended) writer.transport.abort()
    }
  }
}

/**
 * Connects to a host and port, or to `path`, and returns a reader and a writer; with `tls` under TLS. A host
 * with several addresses is tried by happy eyeballs. Throws HostNotFoundError, ConnectionRefusedError,
 * CertificateError and the like, each with `code` and `address`, and TimeoutError after `timeout` ms.
 * Cancelling it leaves nothing open. With `asyncWith` the connection is closed at the end of the block.
 * asyncio: `asyncio.open_connection`.
 *
 * @example
 * ```ts real-time
 * import { asyncWith, run } from '@acoro/core'
 * import { openConnection, startServer } from '@acoro/streams'
 *
 * await run(function* main() {
 *   const server = yield* startServer(function* (reader, writer) {
 *     writer.write(yield* reader.readLine())
 *   }, { host: '127.0.0.1', port: 0 })
 *   const answer = yield* asyncWith(openConnection(server.address), function* ([reader, writer]) {
 *     writer.write('hello\n')
 *     return yield* reader.read()
 *   })
 *   server.close()
 *   return new TextDecoder().decode(answer)
 * }) // => 'hello\n'
 * ```
 */
export function openConnection(options: ConnectionOptions): Connecting {
  checkConnect(options, 'openConnection()', { limit: checkLimit, timeout: 'milliseconds' })
  return new Connecting(options, creationPlace(openConnection))
}

/** The same for the Unix socket at `path`. asyncio: `asyncio.open_unix_connection`. */
export function openUnixConnection(options: ConnectionOptions & { path: string }): Connecting {
  return openConnection(options)
}

type Connected = (options: ConnectionOptions, place: string | undefined) => Awaitable<Connection>

const connected: Connected = coroutine(function* openConnection(
  options: ConnectionOptions,
  place: string | undefined,
) {
  const reader = new StreamReader(options)
  const protocol = new StreamProtocol(reader)
  rememberPlace(protocol, place)
  const connecting = currentNetwork.get().connect(() => protocol, options)
  const transport = yield* options.timeout === undefined
    ? connecting
    : inTime(connecting, options.timeout, options)
  return [reader, new StreamWriter(transport, protocol, reader)] as Connection
})

const inTime = coroutine(function* openConnection(
  connecting: Awaitable<Transport>,
  ms: number,
  { host, port, path }: ConnectOptions,
) {
  let deadline: Timeout | undefined
  try {
    return yield* timeout(ms, function* (scope) {
      deadline = scope
      return yield* connecting
    })
  } catch (error) {
    if (isCancelledError(error) || deadline?.expired() !== true) throw error
    throw new TimeoutError(`Could not connect to ${path ?? formatEndpoint(host, port)} within ${ms} ms`, {
      cause: error,
    })
  }
})
