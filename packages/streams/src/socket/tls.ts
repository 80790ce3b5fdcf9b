/**
 * From a plain socket to one under TLS, on either side: how `openConnection({ tls })` and `startTls` both begin.
 *
 * Node's client can take over a connected socket. On the server's side a `tls.Server` that listens nowhere is given
 * the socket, because only it checks client certificates, ALPN and SNI as its options say.
 */

import { isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect, createServer, type TLSSocket, type TlsOptions } from 'node:tls'
import { type Suspension, TimeoutError, timeout } from '@acoro/core'
import { formatEndpoint } from '../base/address.ts'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'
import type { StartTlsOptions } from '../transport/wire.ts'

/** asyncio's `ssl_handshake_timeout`, ms. */
export const TLS_HANDSHAKE_TIMEOUT = 60_000

/** Options for the client's side when connecting to `host`: its name is sent and checked unless they say another. */
export function clientTls(tls: boolean | ConnectionOptions, host: string | undefined): ConnectionOptions {
  const options = tls === true || tls === false ? {} : tls
  return {
    ...options,
    host: options.host ?? host ?? 'localhost',
    servername: options.servername ?? (host === undefined || isIP(host) !== 0 ? '' : host),
  }
}

/** Waits for the handshake; failed, late or cancelled, the socket is destroyed. */
export function* upgradeSocket(
  socket: Socket,
  options: StartTlsOptions,
): Generator<Suspension, TLSSocket, unknown> {
  const where = formatEndpoint(socket.remoteAddress, socket.remotePort)
  // TLS cannot end one side only; and a peer that hangs up half-way would be waited for.
  socket.allowHalfOpen = false
  const what = `agree on TLS with ${options.side === 'client' ? options.tls.servername || where : where}`
  try {
    return yield* timeout(options.handshakeTimeout, function* () {
      return yield* platform<TLSSocket>(what, (resolve, reject) => {
        const fail = (error: Error): void => reject(toOSError(error, what, where))
        if (options.side === 'client') shakeAsClient(socket, options.tls, resolve, fail)
        else shakeAsServer(socket, options.tls, resolve, fail)
        return () => socket.destroy()
      })
    })
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    throw new TimeoutError(`Could not ${what} within ${options.handshakeTimeout} ms`, { cause: error })
  }
}

type Resolve = (socket: TLSSocket) => void
type Reject = (error: Error) => void

function shakeAsClient(socket: Socket, tls: ConnectionOptions, resolve: Resolve, reject: Reject): void {
  const secure = connect({ ...tls, socket })
  secure.on('error', (error) => {
    secure.destroy(error)
    reject(error)
  })
  secure.once('secureConnect', () => resolve(secure))
}

function shakeAsServer(socket: Socket, tls: TlsOptions, resolve: Resolve, reject: Reject): void {
  const server = createServer(tls)
  server.once('secureConnection', (secure) => {
    secure.on('error', (error) => secure.destroy(error))
    resolve(secure)
  })
  server.once('tlsClientError', reject)
  server.emit('connection', socket)
}
