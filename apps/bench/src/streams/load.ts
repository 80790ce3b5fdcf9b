// The client of the echo benchmark, in bare Node, the same for every server: it writes one prepared buffer
// and counts what comes back. Its connections stay open for all its rounds, so that what is measured is the
// exchange.

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'

export type Transport = 'tcp' | 'tls' | 'datagrams'

export interface Load {
  readonly transport: Transport
  readonly connections: number
  readonly bytes: number
  /** Requests under way on one connection at a time. */
  readonly depth: number
  /** Requests in a round, over all connections. */
  readonly requests: number
}

export class Client {
  readonly #sockets: readonly Duplex[]
  readonly #load: Load
  readonly #batch: Buffer

  private constructor(sockets: readonly Duplex[], load: Load) {
    this.#sockets = sockets
    this.#load = load
    this.#batch = Buffer.alloc(load.bytes * load.depth, 'x')
  }

  static async dial(port: number, load: Load): Promise<Client> {
    return new Client(
      await Promise.all(Array.from({ length: load.connections }, () => dial[load.transport](port))),
      load,
    )
  }

  /** One round; the seconds it took. */
  async round(): Promise<number> {
    const began = performance.now()
    await Promise.all(this.#sockets.map((socket) => this.#exchange(socket)))
    return (performance.now() - began) / 1000
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #exchange(socket: Duplex): Promise<void> {
    const batch = this.#batch
    return new Promise<void>((resolve, reject) => {
      let left = Math.ceil(this.#load.requests / this.#load.connections / this.#load.depth)
      let missing = batch.length
      const hungUp = (): void => reject(new Error('the server hung up'))
      const onData = (data: Buffer): void => {
        missing -= data.length
        if (missing > 0) return
        if (--left > 0) {
          missing = batch.length
          socket.write(batch)
          return
        }
        socket.off('data', onData).off('close', hungUp)
        resolve()
      }
      socket.on('data', onData).once('close', hungUp)
      socket.write(batch)
    })
  }
}

const host = '127.0.0.1'

const dial: Record<Transport, (port: number) => Promise<Duplex>> = {
  async tcp(port) {
    const socket = connect({ port, host, noDelay: true })
    await once(socket, 'connect')
    return socket
  },
  async tls(port) {
    // The certificate is one of the tests': what is measured is the exchange.
    const socket = connectTls({ port, host, rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    return socket.setNoDelay(true)
  },
  /** A datagram for each write. */
  async datagrams(port) {
    const socket = createSocket('udp4')
    socket.connect(port, host)
    await once(socket, 'connect')
    const stream = new Duplex({
      read() {},
      write: (data: Buffer, _encoding, done) => socket.send(data, done),
      destroy: (error, done) => socket.close(() => done(error)),
    })
    socket.on('message', (data) => stream.push(data))
    return stream
  },
}
