/** The server's side: a coroutine for each connection that comes in. */

import { creationPlace } from '@acoro/core/lowlevel'
import { type CreateServerOptions, checkServer, Serving } from '../endpoint/create-server.ts'
import { checkOnClient, type OnClient, StreamProtocol } from './stream-protocol.ts'
import { checkLimit, DEFAULT_LIMIT, StreamReader } from './stream-reader.ts'

export interface StartServerOptions extends CreateServerOptions {
  /** The limit of each client's reader in bytes; 64 KiB unless given. */
  limit?: number | undefined
}

/**
 * Listens, and runs `onClient(reader, writer)` for each connection: a coroutine function as a task, in a copy of this
 * context, and the connection is closed when it ends; what it throws goes to the loop's exception handler and
 * closes that client alone. Throws AddressInUseError, PermissionDeniedError and the like. Cancelling it leaves nothing open.
 * asyncio: `asyncio.start_server`, where a connection outlives its coroutine.
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

/** The same at a Unix socket, whose file goes with the server. asyncio: `asyncio.start_unix_server`. */
export function startUnixServer(onClient: OnClient, options: StartServerOptions & { path: string }): Serving {
  return startServer(onClient, options)
}
