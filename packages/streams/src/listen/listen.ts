/** Listening on Node's sockets. A server may have several addresses; it listens on all of them or on none. */

import type { Suspension } from '@acoro/core'
import { toOSError } from '../base/to-os-error.ts'
import type { ListenOptions } from '../network/listen-options.ts'
import type { Listener } from '../network/network.ts'
import { addressesOf } from '../socket/lookup.ts'
import type { Clients } from '../transport/clients.ts'
import type { Protocol } from '../transport/transport.ts'
import { acceptor } from './acceptor.ts'
import { type BoundServer, bind, type Target } from './bind.ts'
import { Handshakes } from './handshakes.ts'

/** Listens on each address of each host. If it fails or is cancelled, nothing stays open. */
export function* listen(
  makeProtocol: () => Protocol,
  options: ListenOptions,
  clients: Clients,
): Generator<Suspension, Listener, unknown> {
  const handshakes = new Handshakes()
  const accept = acceptor(makeProtocol, clients, handshakes, options)
  const opened: BoundServer[] = []
  const close = (): void => {
    for (const server of opened) server.close()
    handshakes.destroyAll()
  }
  let done = false
  try {
    for (const target of yield* targetsOf(options)) {
      // The addresses of one server share a port, even if the platform chose it.
      const port = target.port === 0 ? (opened[0]?.address.port ?? 0) : target.port
      const server = yield* bindIfHere({ ...target, port }, options, accept, clients)
      if (server !== null) opened.push(server)
    }
    if (opened.length === 0) {
      throw toOSError(new Error('none of its addresses is one of this machine'), `listen on ${options.host}`)
    }
    done = true
    return { addresses: opened.map(({ address }) => address), close }
  } finally {
    if (!done) close()
  }
}

function* targetsOf(options: ListenOptions): Generator<Suspension, (Target & { port: number })[], unknown> {
  const { host, port = 0, path, sock } = options
  if (sock !== undefined) return [{ sock, port }]
  if (path !== undefined) return [{ path, port }]
  if (host === undefined) return [{ port }]
  const found: string[] = []
  for (const name of typeof host === 'string' ? [host] : host) {
    for (const { address } of yield* addressesOf(name)) if (!found.includes(address)) found.push(address)
  }
  return found.map((address) => ({ host: address, port, optional: found.length > 1 }))
}

/** Null if this machine does not have the address, and there are others. */
function* bindIfHere(
  target: Target,
  options: ListenOptions,
  accept: Parameters<typeof bind>[2],
  clients: Clients,
): Generator<Suspension, BoundServer | null, unknown> {
  try {
    return yield* bind(target, options, accept, clients)
  } catch (error) {
    const { code } = error as { code?: string }
    if (target.optional && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')) return null
    throw error
  }
}
