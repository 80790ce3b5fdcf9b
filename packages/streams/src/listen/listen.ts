/**
 * Listening on Node's sockets. Every connection is handed to the loop before anything else happens to it, in the
 * context of whoever began to listen, as asyncio does: what its tasks inherit is what that code had set.
 */

import { createServer, type ListenOptions as NodeListenOptions, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import { getRunningLoop, type Suspension } from '@acoro/core'
import { trackExternal } from '@acoro/core/lowlevel'
import { type Address, formatAddress, formatEndpoint } from '../base/address.ts'
import { AddressInUseError } from '../base/errors.ts'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'
import { tellUnclosed } from '../base/unclosed.ts'
import type { ListenOptions } from '../network/listen-options.ts'
import type { Listener } from '../network/network.ts'
import { addressesOf } from '../socket/lookup.ts'
import { TLS_HANDSHAKE_TIMEOUT } from '../socket/tls.ts'
import type { Clients } from '../transport/clients.ts'
import type { Protocol } from '../transport/transport.ts'
import { acceptor } from './acceptor.ts'
import { removeStaleSocket } from './stale-socket.ts'

/** Listens on one address for each of the hosts' addresses. Cancelled or failed, nothing stays open. */
export function* listen(
  makeProtocol: () => Protocol,
  options: ListenOptions,
  clients: Clients,
): Generator<Suspension, Listener, unknown> {
  const accept = acceptor(makeProtocol, clients, options.path)
  const opened: NodeListener[] = []
  let done = false
  try {
    for (const target of yield* targetsOf(options)) {
      // Several addresses of one server share a port, also where the platform chose it.
      const port = target.port === 0 ? (opened[0]?.address.port ?? 0) : target.port
      const listener = yield* open({ ...target, port }, options, accept, clients)
      if (listener !== null) opened.push(listener)
    }
    if (opened.length === 0) {
      throw toOSError(new Error('none of its addresses is one of this machine'), `listen on ${options.host}`)
    }
    done = true
    return {
      addresses: opened.map(({ address }) => address),
      close: () => {
        for (const listener of opened) listener.close()
      },
    }
  } finally {
    if (!done) for (const listener of opened) listener.close()
  }
}

interface Target {
  readonly path?: string
  readonly host?: string
  readonly port: number
  /** One of several: may be missing on this machine. */
  readonly optional: boolean
}

function* targetsOf(options: ListenOptions): Generator<Suspension, Target[], unknown> {
  const { host, port = 0, path } = options
  if (path !== undefined) return [{ path, port, optional: false }]
  if (host === undefined) return [{ port, optional: false }]
  const found: string[] = []
  for (const name of typeof host === 'string' ? [host] : host) {
    for (const { address } of yield* addressesOf(name)) if (!found.includes(address)) found.push(address)
  }
  return found.map((address) => ({ host: address, port, optional: found.length > 1 }))
}

interface NodeListener {
  readonly address: Address
  close(): void
}

function* open(
  target: Target,
  options: ListenOptions,
  accept: (socket: Socket) => void,
  clients: Clients,
): Generator<Suspension, NodeListener | null, unknown> {
  try {
    return yield* bind(target, options, accept, clients)
  } catch (error) {
    const { code } = error as { code?: string }
    if (target.optional && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')) return null
    if (!(error instanceof AddressInUseError) || target.path === undefined) throw error
    if (!(yield* removeStaleSocket(target.path))) throw error
    return yield* bind(target, options, accept, clients)
  }
}

function* bind(
  target: Target,
  options: ListenOptions,
  accept: (socket: Socket) => void,
  clients: Clients,
): Generator<Suspension, NodeListener, unknown> {
  const where = target.path ?? formatEndpoint(target.host, target.port)
  const handshakes = new Map<string, Socket>()
  const server = makeServer(options, accept, handshakes)
  yield* platform<void>(`listen on ${where}`, (resolve, reject) => {
    server.once('error', (error) => reject(toOSError(error, `listen on ${where}`, where)))
    server.listen(nodeOptions(target, options), resolve)
    return () => server.close()
  })
  const loop = getRunningLoop()
  const address = addressOf(server)
  const external = trackExternal(loop, `server on ${formatAddress(address)}`, {
    transient: false,
    abandon: () => {
      // Several addresses are one server.
      tellUnclosed(loop, {
        thing: clients,
        known: [clients],
        what: `server on ${formatAddress(address)} was still listening`,
        advice: 'close() it, or use it with asyncWith',
      })
      server.close()
    },
  })
  server.removeAllListeners('error')
  server.on('error', (exception) => {
    loop.callExceptionHandler({ message: `Could not accept a connection on ${where}`, exception })
  })
  return {
    address,
    close: () => {
      external.end()
      server.close()
      for (const socket of handshakes.values()) socket.destroy()
    },
  }
}

function nodeOptions(target: Target, options: ListenOptions): NodeListenOptions {
  const backlog = options.backlog ?? 511
  if (target.path !== undefined) return { path: target.path, backlog }
  const host = target.host === undefined ? {} : { host: target.host }
  const reuse = options.reusePort === undefined ? {} : { reusePort: options.reusePort }
  return { ...host, ...reuse, port: target.port, backlog, ipv6Only: target.host?.includes(':') ?? false }
}

/** `handshakes` holds the sockets that have not finished theirs: they are no connections yet. */
function makeServer(
  options: ListenOptions,
  accept: (socket: Socket) => void,
  handshakes: Map<string, Socket>,
): Server {
  const common = { noDelay: true, keepAlive: options.keepAlive ?? false }
  if (options.tls === undefined) {
    return createServer({ ...common, allowHalfOpen: true, pauseOnConnect: true }, accept)
  }
  const handshakeTimeout = options.tlsHandshakeTimeout ?? TLS_HANDSHAKE_TIMEOUT
  const server = createTlsServer({ ...options.tls, ...common, handshakeTimeout })
  const key = (socket: Socket): string => `${socket.remoteAddress} ${socket.remotePort}`
  server.on('connection', (socket: Socket) => {
    const id = key(socket)
    handshakes.set(id, socket)
    socket.once('close', () => handshakes.delete(id))
  })
  server.on('secureConnection', (socket: TLSSocket) => {
    handshakes.delete(key(socket))
    accept(socket)
  })
  return server
}

function addressOf(server: Server): Address {
  const address = server.address()
  if (typeof address === 'string') return { family: 'unix', host: '', port: 0, path: address }
  const { family, address: host = '', port = 0 } = address ?? {}
  return { family: family === 'IPv6' ? 'IPv6' : 'IPv4', host, port }
}
