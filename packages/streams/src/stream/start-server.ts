/** The server's side of streams: a coroutine for each connection. */

import { creationPlace } from '@acoro/core/lowlevel'
import { type CreateServerOptions, checkServer, Serving } from '../endpoint/create-server.ts'
import { checkOnClient, type OnClient, StreamProtocol } from './stream-protocol.ts'
import { checkLimit, DEFAULT_LIMIT, StreamReader } from './stream-reader.ts'

export interface StartServerOptions extends CreateServerOptions {
  /** The limit of each client's reader in bytes; 64 KiB unless given. */
  limit?: number | undefined
}

/**
 * Listens, and runs `onClient(reader, writer)` as a task for each connection, in a copy of this context. The
 * connection is closed when the coroutine ends. If it throws, the error goes to the loop's exception handler,
 * and only that client is closed. A plain function is called, and may keep the connection. With `asyncWith`
 * the server is closed at the end of the block. Throws AddressInUseError, PermissionDeniedError and the like.
 * Cancelling it leaves nothing open. asyncio: `asyncio.start_server`, where a connection outlives its
 * coroutine.
 *
 * @example
 * ```ts real-time
 * import { asyncWith, coroutine, run } from '@acoro/core'
 * import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
 *
 * const shout = coroutine(function* shout(reader: StreamReader, writer: StreamWriter) {
 *   const line = yield* reader.readLine()
 *   writer.write(new TextDecoder().decode(line).toUpperCase())
 *   yield* writer.drain()
 * })
 * await run(function* main() {
 *   const server = yield* startServer(shout, { host: '127.0.0.1', port: 0 })
 *   return yield* asyncWith(server, function* () {
 *     const [reader, writer] = yield* openConnection(server.address)
 *     writer.write('hello\n')
 *     return new TextDecoder().decode(yield* reader.readLine())
 *   })
 * }) // => 'HELLO\n'
 * ```
 */
export function startServer(onClient: OnClient, options: StartServerOptions): Serving {
  checkOnClient(onClient)
  checkServer(options, 'startServer()', { limit: checkLimit })
  const limit = options.limit ?? DEFAULT_LIMIT
  const makeProtocol = () => new StreamProtocol(new StreamReader({ limit }), onClient)
  return new Serving(startServer, makeProtocol, options, creationPlace(startServer))
}

/** The same at a Unix socket. Its file goes with the server. asyncio: `asyncio.start_unix_server`. */
export function startUnixServer(onClient: OnClient, options: StartServerOptions & { path: string }): Serving {
  return startServer(onClient, options)
}
