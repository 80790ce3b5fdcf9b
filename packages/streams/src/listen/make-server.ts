/**
 * Makes one of Node's servers. It hands on plain sockets at once, and sockets under TLS after the handshake.
 */

import { createServer, type Server, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { TimeoutError } from '@acoro/core'
import { toOSError } from '../base/to-os-error.ts'
import type { ListenOptions } from '../network/listen-options.ts'
import { TLS_HANDSHAKE_TIMEOUT } from '../network/tls-options.ts'
import { secureServer } from '../socket/tls.ts'
import type { Handshakes } from './handshakes.ts'

/** What a server does with its sockets. */
export interface Accept {
  readonly handshakes: Handshakes
  /** May one more socket start its handshake? */
  admits(): boolean
  accept(socket: Socket): void
  failed(error: Error): void
}

/** The longest timer of the platform, ms. */
const LONGEST_TIMER = 2 ** 31 - 1

export function makeServer(options: ListenOptions, { handshakes, admits, accept, failed }: Accept): Server {
  const common = { noDelay: true, keepAlive: options.keepAlive ?? false }
  if (options.tls === undefined) {
    return createServer({ ...common, allowHalfOpen: true, pauseOnConnect: true }, accept)
  }
  const handshakeTimeout = Math.min(options.tlsHandshakeTimeout ?? TLS_HANDSHAKE_TIMEOUT, LONGEST_TIMER)
  const server = secureServer({ ...options.tls, ...common, handshakeTimeout })
  server.on('connection', (socket: Socket) => {
    if (admits()) handshakes.add(socket)
    else socket.destroy()
  })
  server.on('secureConnection', (socket: TLSSocket) => {
    handshakes.finish(socket)
    accept(socket)
  })
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const address = handshakes.finish(socket)
    // The socket of a client too many was destroyed. That is no failed handshake.
    if (address === undefined) return
    const what = `agree on TLS with ${address}`
    if (!isTimeout(error)) failed(toOSError(error, what, address))
    else failed(new TimeoutError(`Could not ${what} within ${handshakeTimeout} ms`, { cause: error }))
  })
  return server
}

/** Deno's error has the words and no code. */
function isTimeout({ code, message }: NodeJS.ErrnoException): boolean {
  return code === 'ERR_TLS_HANDSHAKE_TIMEOUT' || (code === undefined && message === 'TLS handshake timeout')
}
