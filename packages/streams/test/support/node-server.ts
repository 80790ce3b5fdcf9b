// A server of Node's own as the other side of a test.

import type { AddressInfo, Server, Socket } from 'node:net'
import { getRunningLoop, type Suspension } from '@acoro/core'

export interface Listening {
  readonly address: { readonly host: string; readonly port: number }
  /** Ends it and every connection it has. */
  close(): void
}

/** Lets `server` listen on a free port of the loopback. */
export function* listening(server: Server): Generator<Suspension, Listening, unknown> {
  const ready = getRunningLoop().createFuture<void>()
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    // The other side may reset the connection, and when it is told of that depends on the machine.
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1', () => ready.setResult())
  yield* ready
  const { port } = server.address() as AddressInfo
  const close = (): void => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { address: { host: '127.0.0.1', port }, close }
}
