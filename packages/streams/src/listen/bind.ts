/** Binds one of Node's listening sockets, registers it with the loop, and closes it. */

import type { ListenOptions as NodeListenOptions, Server } from 'node:net'
import { getRunningLoop, type Suspension } from '@acoro/core'
import { trackExternal } from '@acoro/core/lowlevel'
import { type Address, formatAddress, formatEndpoint } from '../base/address.ts'
import { AddressInUseError } from '../base/errors.ts'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'
import { tellUnclosed } from '../base/unclosed.ts'
import type { ListenOptions } from '../network/listen-options.ts'
import type { Clients } from '../transport/clients.ts'
import { type Accept, makeServer } from './make-server.ts'
import { fileAt, publish, removeOwn, removeStale, temporaryName } from './socket-file.ts'

/** Where to listen: one address, all addresses, the path of a Unix socket, or an inherited socket. */
export interface Target {
  readonly path?: string
  readonly sock?: number
  readonly host?: string
  readonly port?: number
  /** True if it is one address of several, which this machine may not have. */
  readonly optional?: boolean
}

export interface BoundServer {
  readonly address: Address
  /** Accepts no more connections. The address is free at once. */
  close(): void
}

/** If it fails or is cancelled, nothing stays open. */
export function* bind(
  target: Target,
  options: ListenOptions,
  accept: Accept,
  clients: Clients,
): Generator<Suspension, BoundServer, unknown> {
  const server = makeServer(options, accept)
  const { path } = target
  const release =
    path === undefined
      ? yield* open(server, target, options)
      : yield* openPath(server, path, options, () => makeServer(options, accept))
  const address = path === undefined ? addressOf(release.server) : unixAddress(path)
  return tracked(release, address, clients)
}

/** A server that listens, and what to do before it stops. */
interface Opened {
  readonly server: Server
  beforeClose(): void
}

function* open(
  server: Server,
  target: Target,
  options: ListenOptions,
): Generator<Suspension, Opened, unknown> {
  const where = target.path ?? (target.sock === undefined ? endpointOf(target) : `descriptor ${target.sock}`)
  yield* listening(server, nodeOptions(target, options), where)
  return { server, beforeClose: () => {} }
}

/** Listens at a path; `socket-file.ts` says how. */
function* openPath(
  server: Server,
  path: string,
  options: ListenOptions,
  another: () => Server,
): Generator<Suspension, Opened, unknown> {
  const bound = temporaryName(path)
  if (bound === undefined) return yield* openPlain(server, path, options, another)
  const backlog = options.backlog ?? 511
  yield* listening(server, { path: bound, backlog }, path)
  let done = false
  try {
    const own = fileAt(bound)
    if (!(yield* publish(bound, path))) throw taken(path)
    done = true
    return {
      server,
      beforeClose: () => {
        if (options.cleanupSocket !== false) removeOwn(path, own)
      },
    }
  } finally {
    // The name it was bound to is no longer needed.
    removeOwn(bound, fileAt(bound))
    if (!done) server.close()
  }
}

/** Binds the path itself: it is no file, or has no room for another name beside it. */
function* openPlain(
  server: Server,
  path: string,
  options: ListenOptions,
  another: () => Server,
): Generator<Suspension, Opened, unknown> {
  try {
    return yield* open(server, { path }, options)
  } catch (error) {
    if (!(error instanceof AddressInUseError)) throw error
    if (!(yield* removeStale(path))) throw error
    return yield* open(another(), { path }, options)
  }
}

function* listening(
  server: Server,
  options: NodeListenOptions,
  where: string,
): Generator<Suspension, void, unknown> {
  yield* platform<void>(`listen on ${where}`, (resolve, reject) => {
    const fail = (error: unknown): void => reject(toOSError(error, `listen on ${where}`, where))
    server.once('error', fail)
    try {
      server.listen(options, resolve)
    } catch (error) {
      fail(error)
    }
    return () => server.close()
  })
}

function tracked({ server, beforeClose }: Opened, address: Address, clients: Clients): BoundServer {
  const loop = getRunningLoop()
  const where = formatAddress(address)
  const close = (): void => {
    external.end()
    beforeClose()
    server.close()
  }
  const external = trackExternal(loop, `server on ${where}`, {
    transient: false,
    abandon: () => {
      // A server with several addresses is reported once.
      tellUnclosed(loop, {
        thing: clients,
        known: [clients],
        what: `server on ${where} was still listening`,
        advice: 'close() it, or use it with asyncWith',
      })
      close()
    },
  })
  server.removeAllListeners('error')
  server.on('error', (exception) => {
    loop.callExceptionHandler({ message: `Could not accept a connection on ${where}`, exception })
  })
  return { address, close }
}

function nodeOptions({ sock, path, host, port }: Target, options: ListenOptions): NodeListenOptions {
  const backlog = options.backlog ?? 511
  if (sock !== undefined) return { fd: sock, backlog } as NodeListenOptions
  if (path !== undefined) return { path, backlog }
  const reuse = options.reusePort === undefined ? {} : { reusePort: options.reusePort }
  const ipv6Only = host?.includes(':') ?? false
  return { ...(host === undefined ? {} : { host }), ...reuse, port, backlog, ipv6Only } as NodeListenOptions
}

function addressOf(server: Server): Address {
  const address = server.address()
  if (typeof address === 'string') return unixAddress(address)
  const { family, address: host = '', port = 0 } = address ?? {}
  return { family: family === 'IPv6' ? 'IPv6' : 'IPv4', host, port }
}

function unixAddress(path: string): Address {
  return { family: 'unix', host: '', port: 0, path }
}

function endpointOf({ host, port }: Target): string {
  return formatEndpoint(host, port)
}

function taken(path: string): AddressInUseError {
  const code = 'EADDRINUSE'
  return new AddressInUseError(
    `Could not listen on ${path}: ${code}: somebody listens there, or it is another file`,
    { code, syscall: 'listen', address: path },
  )
}
