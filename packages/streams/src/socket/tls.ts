/**
 * The handshake: from a plain socket to one under TLS, on either side, for `openConnection({ tls })` and
 * `startTls`.
 *
 * Node's client can take over a connected socket. On the server's side the socket is given to a `tls.Server`
 * that does not listen, because only a server checks client certificates, ALPN and SNI as its options say.
 */

import type { Socket } from 'node:net'
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect,
  createSecureContext,
  createServer,
  type Server,
  type TLSSocket,
  type TlsOptions,
} from 'node:tls'
import { type Suspension, TimeoutError, timeout } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { formatEndpoint } from '../base/address.ts'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'
import type { StartTlsOptions } from '../transport/wire.ts'

/** Waits for the handshake. If it fails, is late or is cancelled, the socket is destroyed. */
export function* upgradeSocket(
  socket: Socket,
  options: StartTlsOptions,
): Generator<Suspension, TLSSocket, unknown> {
  const where = formatEndpoint(socket.remoteAddress, socket.remotePort)
  // TLS cannot end one side only, and a peer that hangs up during the handshake would be waited for.
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
  // Node destroys a socket that fails during its handshake, but not one that fails right after it.
  secure.on('error', (error) => {
    secure.destroy(error)
    reject(error)
  })
  secure.once('secureConnect', () => resolve(secure))
}

function shakeAsServer(socket: Socket, tls: TlsOptions, resolve: Resolve, reject: Reject): void {
  const server = secureServer(tls)
  server.once('secureConnection', (secure) => {
    secure.on('error', (error) => secure.destroy(error))
    resolve(secure)
  })
  server.once('tlsClientError', reject)
  server.emit('connection', socket)
}

/**
 * Reads the certificates and guards the callback, so that mistakes in the options are thrown before anything
 * is started. Throws TypeError or TlsError.
 */
export function secureClient(tls: ConnectionOptions): ConnectionOptions {
  const { secureContext, checkServerIdentity: check = checkServerIdentity } = tls
  return {
    ...tls,
    secureContext: secureContext ?? prepared(() => createSecureContext(tls)),
    // If it throws, that would be an uncaught exception.
    checkServerIdentity: (host, certificate) => {
      try {
        return check(host, certificate)
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : describeValue(cause)
        return Object.assign(new Error(reason, { cause }), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
      }
    },
  }
}

/** Makes a server that does not listen yet. Throws TypeError or TlsError if the options cannot be used. */
export function secureServer(tls: TlsOptions): Server {
  return prepared(() => createServer(tls))
}

function prepared<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError))
      throw toOSError(error, 'use the options of TLS')
    throw new TypeError(`Expected options of TLS that can be used: ${error.message}`, { cause: error })
  }
}
