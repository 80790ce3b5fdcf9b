/**
 * A server: its listening sockets, and the connections that came in through them.
 *
 *   serving --close()--> closed to new clients --last client gone--> ended
 *
 * Invariant: `waitClosed` returns only after `close()`, and when no client is left. The transports themselves
 * report their begin and end (`attach`, `detach`), so this is true for protocols and for streams.
 */

import {
  type AsyncContextManager,
  type Awaitable,
  type Coroutine,
  coroutine,
  type Future,
  getRunningLoop,
  isCancelledError,
  RuntimeError,
  type Suspension,
} from '@acoro/core'
import { hiddenField, MemberList, type Membership, WaitQueue } from '@acoro/core/lowlevel'
import { type Address, formatAddress } from '../base/address.ts'
import type { Listener } from '../network/network.ts'
import type { Clients } from '../transport/clients.ts'
import type { Transport } from '../transport/transport.ts'

export interface ServerOptions {
  /**
   * Connections beyond this number are closed as soon as they come in. TLS handshakes count. No bound unless
   * given.
   */
  maxConnections?: number | undefined
}

/** The place of each client in its server. */
const places = hiddenField<Transport, Membership<Transport>>()

/** Returned by `startServer` and `createServer`. asyncio: `asyncio.Server`. */
export class Server implements Clients, AsyncContextManager<Server> {
  readonly #listen: (clients: Clients) => Awaitable<Listener>
  readonly #maxConnections: number
  readonly #clients = new MemberList<Transport>()
  readonly #closings = new WaitQueue<void>({
    describe: () => `Server.waitClosed (${this.#clients.size} clients)`,
  })
  #listener: Listener | null = null
  #addresses: readonly Address[] = []
  #serving: Future<void> | null = null
  #closed = false

  /** @internal */
  constructor(listen: (clients: Clients) => Awaitable<Listener>, options: ServerOptions) {
    this.#listen = listen
    this.#maxConnections = options.maxConnections ?? Infinity
  }

  /** The addresses it listens on; empty once it is closed. */
  get sockets(): readonly Address[] {
    return this.#listener === null ? [] : this.#addresses
  }

  /** The first address it listens, or has listened, on. RuntimeError before it has begun. */
  get address(): Address {
    const first = this.#addresses[0]
    if (first === undefined) throw new RuntimeError('The server has no address yet: await startServing()')
    return first
  }

  /** The connections there are now. */
  get clients(): ReadonlySet<Transport> {
    return new Set(this.#clients)
  }

  isServing(): boolean {
    return this.#listener !== null
  }

  /** Starts to listen. Does nothing if it listens already. RuntimeError once it is closed. */
  startServing(): Coroutine<void> {
    return startServing(this)
  }

  /**
   * Waits until it is cancelled or closed. Then it closes the server and its clients, waits for their end,
   * and throws CancelledError. RuntimeError if it is being awaited already, or the server is closed. asyncio:
   * `serve_forever`.
   */
  serveForever(): Coroutine<never> {
    return serveForever(this)
  }

  /** Accepts no more connections. The existing ones stay. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#listener?.close()
    this.#listener = null
    this.#serving?.cancel()
    this.#mayBeEnded()
  }

  /** Closes every connection. What is buffered is still sent. */
  closeClients(): void {
    for (const transport of this.#clients) transport.close()
  }

  /** Ends every connection at once. */
  abortClients(): void {
    for (const transport of this.#clients) if ('abort' in transport) transport.abort()
  }

  /** Waits until it is closed and its last client is gone. */
  waitClosed(): Coroutine<void> {
    return waitClosed(this)
  }

  *aenter(): Generator<Suspension, this, unknown> {
    return this
  }

  /**
   * If the block ended well, its clients are waited for. If it threw or was cancelled, they are closed first.
   */
  *aexit(error: unknown, failed: boolean = error !== undefined): Generator<Suspension, void, unknown> {
    this.close()
    yield* failed ? this._endClients() : this.waitClosed()
  }

  toString(): string {
    const where = this.#addresses.map(formatAddress).join(', ')
    const state = this.#closed ? 'closed' : this.isServing() ? `serving on ${where}` : 'not serving'
    return `<Server ${state}, ${this.#clients.size} clients>`
  }

  // ------------------------------------------------------------------ for the network

  admits(pending = 0): boolean {
    return !this.#closed && this.#clients.size + pending < this.#maxConnections
  }

  attach(transport: Transport): void {
    places.set(transport, this.#clients.add(transport))
  }

  detach(transport: Transport): void {
    places.get(transport)?.leave()
    this.#mayBeEnded()
  }

  // ------------------------------------------------------------------ for the coroutines below

  /** @internal */
  *_open(): Generator<Suspension, void, unknown> {
    if (this.#closed) throw new RuntimeError(`${this} cannot serve again: start a new one`)
    if (this.#listener !== null) return
    const listener = yield* this.#listen(this)
    if (this.#closed || this.#listener !== null) {
      listener.close()
      return
    }
    this.#listener = listener
    this.#addresses = listener.addresses
  }

  /** @internal Closes the clients and waits for them. Cancelled again, it aborts those that are slow. */
  *_endClients(): Generator<Suspension, void, unknown> {
    let ended = false
    this.closeClients()
    try {
      yield* this.waitClosed()
      ended = true
    } finally {
      if (!ended) this.abortClients()
    }
  }

  /** @internal */
  _serve(): Future<void> {
    if (this.#serving !== null) throw new RuntimeError(`${this} is already being awaited on serveForever()`)
    this.#serving = getRunningLoop().createFuture<void>()
    return this.#serving
  }

  /** @internal */
  _served(): void {
    this.#serving = null
  }

  /** @internal Parks until it has ended; null if it has. */
  _ending(): Awaitable<void> | null {
    return this.#closed && this.#clients.size === 0 ? null : this.#closings.park()
  }

  #mayBeEnded(): void {
    if (this.#closed && this.#clients.size === 0) this.#closings.wakeAll()
  }
}

const startServing: (server: Server) => Coroutine<void> = coroutine(function* startServing(server: Server) {
  yield* server._open()
})

const waitClosed: (server: Server) => Coroutine<void> = coroutine(function* waitClosed(server: Server) {
  const ending = server._ending()
  if (ending !== null) yield* ending
})

const serveForever: (server: Server) => Coroutine<never> = coroutine(function* serveForever(server: Server) {
  const serving = server._serve()
  try {
    yield* server._open()
    yield* serving
  } catch (error) {
    if (isCancelledError(error)) {
      server.close()
      yield* server._endClients()
    }
    throw error
  } finally {
    server._served()
  }
  throw new RuntimeError(`${server} stopped serving without having been cancelled`)
})
