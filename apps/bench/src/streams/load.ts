// The client of the echo benchmark, in bare node:net, the same for every server: it writes one prepared buffer and counts what
// comes back. Its connections stay open for all its rounds, so that what is measured is the exchange.

import { connect, type Socket } from 'node:net'

export interface Load {
  readonly connections: number
  readonly bytes: number
  /** Requests under way on one connection at a time. */
  readonly depth: number
  /** Requests in a round, over all connections. */
  readonly requests: number
}

export class Client {
  readonly #sockets: readonly Socket[]
  readonly #load: Load
  readonly #batch: Buffer

  private constructor(sockets: readonly Socket[], load: Load) {
    this.#sockets = sockets
    this.#load = load
    this.#batch = Buffer.alloc(load.bytes * load.depth, 'x')
  }

  static async dial(port: number, load: Load): Promise<Client> {
    return new Client(await Promise.all(Array.from({ length: load.connections }, () => dial(port))), load)
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

  #exchange(socket: Socket): Promise<void> {
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

function dial(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}
