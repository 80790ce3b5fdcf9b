/** Connects one of Node's sockets: to a host by all its addresses, or to a Unix socket. */

import { type NetConnectOpts, Socket } from 'node:net'
import { ExceptionGroup, type Suspension } from '@acoro/core'
import { formatEndpoint } from '../base/address.ts'
import { OSError } from '../base/errors.ts'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'
import type { ConnectOptions } from '../network/connect-options.ts'
import { happyEyeballs } from './happy-eyeballs.ts'
import { inletSocket } from './inlet.ts'
import { addressesOf } from './lookup.ts'
import { SocketWire } from './socket-wire.ts'
import { checkUsable } from './usable.ts'

/** Returns a connected wire. If it is cancelled, nothing stays open. */
export function* dial(options: ConnectOptions): Generator<Suspension, SocketWire, unknown> {
  const { sock, path, host = 'localhost', port = 0, allErrors = false } = options
  if (sock !== undefined) return new SocketWire(connectedSocket(sock))
  if (path !== undefined) return yield* reach({ path }, path)
  const addresses = yield* addressesOf(host, options.ipVersion)
  const attempt = ({ address }: { address: string }) =>
    reach(
      {
        host: address,
        port,
        ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
        ...(options.localPort === undefined ? {} : { localPort: options.localPort }),
        keepAlive: options.keepAlive ?? false,
      },
      formatEndpoint(address, port),
    )
  if (addresses.length === 1 && !allErrors) return yield* attempt(addresses[0]!)
  const outcome = yield* happyEyeballs({
    targets: addresses,
    delay: options.happyEyeballsDelay ?? 250,
    attempt,
    discard: (wire) => wire.destroy(),
  })
  if ('value' in outcome) return outcome.value
  throw failure(outcome.errors as OSError[], formatEndpoint(host, port), allErrors)
}

/** Takes over a connection that is already there. Ending one side of it does not end the other. */
function connectedSocket(sock: Socket | number): Socket {
  const socket = typeof sock === 'number' ? socketOf(sock) : sock
  checkUsable(socket)
  // Under TLS it does; that is set when TLS begins.
  if (!('encrypted' in socket)) socket.allowHalfOpen = true
  socket.setNoDelay(true)
  return socket
}

function socketOf(fd: number): Socket {
  try {
    return new Socket({ fd, readable: true, writable: true, allowHalfOpen: true })
  } catch (error) {
    throw toOSError(error, `use file descriptor ${fd} as a socket`)
  }
}

function* reach(target: NetConnectOpts, address: string): Generator<Suspension, SocketWire, unknown> {
  return yield* platform<SocketWire>(`connection to ${address}`, (resolve, reject) => {
    // Paused until a transport is attached, so that no data is read before somebody receives it.
    const { socket, inlet } = inletSocket()
    socket.on('error', (error) => reject(toOSError(error, `connect to ${address}`, address)))
    socket.once('connect', () => {
      resolve(new SocketWire(socket, { inlet, ...('path' in target ? { peerPath: address } : {}) }))
    })
    socket.connect({ noDelay: true, ...target } as NetConnectOpts)
    return () => socket.destroy()
  })
}

/** Makes one error of several, by asyncio's rules. If all are of one class, so is the result. */
function failure(errors: readonly OSError[], address: string, all: boolean): Error {
  if (all) return new ExceptionGroup(`Could not connect to ${address}`, [...errors])
  const first = errors[0]!
  if (errors.length === 1) return first
  const message = `Could not connect to ${address}: ${errors.map((error) => error.message).join('; ')}`
  const same = errors.every((error) => error.constructor === first.constructor)
  const Kind = same ? (first.constructor as typeof OSError) : OSError
  return new Kind(message, {
    cause: new ExceptionGroup('each address', [...errors]),
    code: same ? first.code : undefined,
    syscall: 'connect',
    address,
  })
}
