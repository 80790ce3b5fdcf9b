/**
 * A connection that was accepted elsewhere: by a `net.Server` of the program, by another library, or by the
 * parent process.
 *
 * Its socket is read by events. A server of ours reads faster (`inlet.ts`).
 */

import { Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'
import { type Coroutine, coroutine } from '@acoro/core'
import { checkOptions, creationPlace, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkFactory, checkProtocol } from '../base/options.ts'
import { rememberPlace } from '../base/unclosed.ts'
import { checkHandshakeTimeout, checkServerTls, TLS_HANDSHAKE_TIMEOUT } from '../network/tls-options.ts'
import { SocketWire } from '../socket/socket-wire.ts'
import { checkUsable } from '../socket/usable.ts'
import { StreamTransport } from '../transport/stream-transport.ts'
import type { Protocol, Transport } from '../transport/transport.ts'
import type { Wire } from '../transport/wire.ts'

export interface AcceptedSocketOptions {
  /** Continue under TLS, as the server: options of `tls.createServer`, such as `key` and `cert`. */
  tls?: TlsOptions | undefined
  /** Timeout of the TLS handshake, ms; 60000 unless given. */
  tlsHandshakeTimeout?: number | undefined
}

const kinds: OptionKinds = { tls: checkServerTls, tlsHandshakeTimeout: () => {} }

/**
 * Puts a protocol on a connected socket of Node's and becomes its owner: nothing else may read from it or
 * write to it afterwards. If it fails or is cancelled, the socket is closed. asyncio:
 * `loop.connect_accepted_socket`.
 *
 * @example
 * ```ts real-time
 * import { type AddressInfo, createServer, type Socket } from 'node:net'
 * import { asyncWith, getRunningLoop, run } from '@acoro/core'
 * import { connectAcceptedSocket, openConnection, StreamProtocol, StreamReader } from '@acoro/streams'
 *
 * await run(function* main() {
 *   const accepted = getRunningLoop().createFuture<Socket>()
 *   const listening = getRunningLoop().createFuture<void>()
 *   const server = createServer((socket) => accepted.setResult(socket))
 *   server.listen(0, '127.0.0.1', () => listening.setResult())
 *   yield* listening
 *   const { port } = server.address() as AddressInfo
 *   const answer = yield* asyncWith(openConnection({ host: '127.0.0.1', port }), function* ([reader]) {
 *     const greet = () =>
 *       new StreamProtocol(new StreamReader(), function* (_reader, writer) {
 *         writer.write('hello\n')
 *       })
 *     yield* connectAcceptedSocket(greet, yield* accepted)
 *     return yield* reader.read()
 *   })
 *   server.close()
 *   return new TextDecoder().decode(answer)
 * }) // => 'hello\n'
 * ```
 */
export function connectAcceptedSocket<P extends Protocol>(
  makeProtocol: () => P,
  socket: Socket,
  options: AcceptedSocketOptions = {},
): Coroutine<[transport: Transport, protocol: P]> {
  checkFactory(makeProtocol)
  if (!(socket instanceof Socket)) {
    throw new TypeError(`Expected a connected socket of node:net, got ${describeValue(socket)}`)
  }
  checkOptions(options, 'connectAcceptedSocket()', kinds)
  const { tls, tlsHandshakeTimeout } = options
  if (tls !== undefined && 'encrypted' in socket) {
    throw new TypeError('Expected a plain socket to begin TLS on, got one that is under TLS already')
  }
  checkHandshakeTimeout(tlsHandshakeTimeout, tls, 'the option tlsHandshakeTimeout of connectAcceptedSocket()')
  return adopting(makeProtocol, socket, options, creationPlace(connectAcceptedSocket)) as Coroutine<
    [Transport, P]
  >
}

const adopting = coroutine(function* connectAcceptedSocket<P extends Protocol>(
  makeProtocol: () => P,
  socket: Socket,
  { tls, tlsHandshakeTimeout }: AcceptedSocketOptions,
  place: string | undefined,
) {
  checkUsable(socket)
  // Ending one side does not end the other. Under TLS it does; that is set when TLS begins.
  if (!('encrypted' in socket)) socket.allowHalfOpen = true
  socket.setNoDelay(true)
  let wire: Wire = new SocketWire(socket)
  try {
    if (tls !== undefined) {
      const handshakeTimeout = tlsHandshakeTimeout ?? TLS_HANDSHAKE_TIMEOUT
      wire = yield* wire.startTls!({ side: 'server', tls, handshakeTimeout }, [])
    }
    const protocol = checkProtocol(makeProtocol())
    rememberPlace(protocol, place)
    const transport = new StreamTransport(protocol, wire)
    // The transport calls connectionMade in the next iteration, before this goes on.
    yield
    return [transport, protocol] as [Transport, P]
  } catch (error) {
    wire.destroy()
    throw error
  }
})
