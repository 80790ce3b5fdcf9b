/** The server's side of your own protocols. */

import {
  type AsyncContextManager,
  type Awaitable,
  type Coroutine,
  coroutine,
  isCoroutineFunction,
  type Suspension,
} from '@acoro/core'
import { creationPlace, describeValue, Operation, type OptionKinds } from '@acoro/core/lowlevel'
import { checkFactory } from '../base/options.ts'
import { rememberPlace } from '../base/unclosed.ts'
import { checkListen, type ListenOptions } from '../network/listen-options.ts'
import type { Protocol } from '../transport/transport.ts'
import { currentNetwork } from './current-network.ts'
import { Server, type ServerOptions } from './server.ts'

export interface CreateServerOptions extends ListenOptions, ServerOptions {
  /** False makes it listen only from `startServing()` or `serveForever()` on. */
  startServing?: boolean | undefined
}

/**
 * Listens, and makes a protocol for each connection. With `asyncWith` it is closed at the end of the block.
 * Throws as `startServer` does. asyncio: `loop.create_server`.
 */
export function createServer(makeProtocol: () => Protocol, options: CreateServerOptions): Serving {
  checkFactory(makeProtocol)
  if (isCoroutineFunction(makeProtocol)) {
    throw new TypeError(`Expected a function that makes a protocol, got ${describeValue(makeProtocol)}`)
  }
  checkServer(options, 'createServer()')
  return new Serving(createServer, makeProtocol, options, creationPlace(createServer))
}

/** Throws TypeError or RangeError if the options cannot be used. `more` are options of `where` itself. */
export function checkServer(options: CreateServerOptions, where: string, more: OptionKinds = {}): void {
  checkListen(options, where, { maxConnections: checkMost, startServing: 'boolean', ...more })
}

function checkMost(value: unknown, what: string): void {
  if (typeof value !== 'number') {
    throw new TypeError(`Expected ${what} to be a number, got ${describeValue(value)}`)
  }
  if (!(value >= 1)) throw new RangeError(`Expected ${what} to be at least 1, got ${value}`)
}

/**
 * Await it for a Server, or enter it with `asyncWith`, which closes the server at the end. Returned by
 * `startServer` and `createServer`.
 */
export class Serving extends Operation<Server> implements AsyncContextManager<Server> {
  readonly #makeProtocol: () => Protocol
  readonly #options: CreateServerOptions
  readonly #place: string | undefined
  #server: Server | undefined

  /** @internal The options have been checked. */
  constructor(
    source: { readonly name: string },
    makeProtocol: () => Protocol,
    options: CreateServerOptions,
    place: string | undefined,
  ) {
    super(source)
    this.#makeProtocol = makeProtocol
    this.#options = options
    this.#place = place
  }

  start(): Iterator<Suspension, Server, unknown> {
    return begin(this.#makeProtocol, this.#options, this.#place)[Symbol.iterator]()
  }

  *aenter(): Generator<Suspension, Server, unknown> {
    this.#server = yield* this
    return this.#server
  }

  aexit(error: unknown, failed?: boolean): Awaitable<void> {
    return this.#server!.aexit(error, failed)
  }
}

const begin: (
  makeProtocol: () => Protocol,
  options: CreateServerOptions,
  place: string | undefined,
) => Coroutine<Server> = coroutine(function* createServer(
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
