// Someone in the middle: passes bytes on between two sockets, and can put others in their place.

import { connect, createServer, type Socket } from 'node:net'
import type { Suspension } from '@acoro/core'
import { type Listening, listening } from './node-server.ts'

export interface Relay extends Listening {
  /** Sends `data` to the client, or to the server, as if the other side had. */
  inject(side: 'client' | 'server', data: string): void
}

/** Listens on a free port and relays each connection to `target`. */
export function* relay(target: { host: string; port: number }): Generator<Suspension, Relay, unknown> {
  let pair: { client: Socket; server: Socket } | undefined
  const middle = createServer((client) => {
    const server = connect(target.port, target.host)
    client.pipe(server).on('error', () => client.destroy())
    server.pipe(client).on('error', () => server.destroy())
    server.on('close', () => client.destroy())
    client.on('close', () => server.destroy())
    pair = { client, server }
  })
  const { address, close } = yield* listening(middle)
  return { address, close, inject: (side, data) => void pair![side].write(data) }
}
