/** The server's side of protocols of your own. */

import { type Coroutine, coroutine, isCoroutineFunction } from '@acoro/core'
import { creationPlace, describeValue } from '@acoro/core/lowlevel'
import { rememberPlace } from '../base/unclosed.ts'
import { checkListen, type ListenOptions } from '../network/listen-options.ts'
import type { Protocol } from '../transport/transport.ts'
import { currentNetwork } from './current-network.ts'
import { Server, type ServerOptions } from './server.ts'

export interface CreateServerOptions extends ListenOptions, ServerOptions {
  /** False lets it listen only from `startServing()` or `serveForever()` on. */
  startServing?: boolean | undefined
}

/** Listens, and makes a protocol for each connection. asyncio: `loop.create_server`. */
export function createServer(makeProtocol: () => Protocol, options: CreateServerOptions): Coroutine<Server> {
  return beginServer(makeProtocol, options, creationPlace(createServer))
}

/** @internal `source` is the function that a report names. */
export function beginServer(
  makeProtocol: () => Protocol,
  options: CreateServerOptions,
  place: string | undefined,
): Coroutine<Server> {
  if (typeof makeProtocol !== 'function' || isCoroutineFunction(makeProtocol)) {
    throw new TypeError(`Expected a function that makes a protocol, got ${describeValue(makeProtocol)}`)
  }
  checkListen(options)
  const { maxConnections } = options
  if (maxConnections !== undefined && !(maxConnections >= 1)) {
    throw new RangeError(`Expected maxConnections of at least 1, got ${maxConnections}`)
  }
  return creating(makeProtocol, options, place)
}

type Creating = (
  makeProtocol: () => Protocol,
  options: CreateServerOptions,
  place: string | undefined,
) => Coroutine<Server>

const creating: Creating = coroutine(function* createServer(
  makeProtocol: () => Protocol,
  options: CreateServerOptions,
  place: string | undefined,
) {
  const network = currentNetwork.get()
  const server = new Server((clients) => network.listen(makeProtocol, options, clients), options)
  rememberPlace(server, place)
  if (options.startServing !== false) yield* server.startServing()
  return server
})
