// A connection to Redis that can be cut, or can swallow what it is given, as a network does.

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export class TcpProxy implements Disposable {
  /** Where connections lead to. */
  target: number
  /** Take everything, and deliver nothing. */
  swallows = false
  /** Deliver commands, but no replies. */
  swallowsReplies = false
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(target: number) {
    this.target = target
    this.#server = createServer((client) => this.#join(client, connect(this.target, '127.0.0.1')))
  }

  static async start(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get address(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Ends all connections; new ones may come. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  [Symbol.dispose](): void {
    this.cut()
    this.#server.close()
  }

  #join(client: Socket, server: Socket): void {
    for (const [from, to, isReply] of [
      [client, server, false],
      [server, client, true],
    ] as const) {
      this.#sockets.add(from)
      from.on('error', () => {})
      from.on('close', () => {
        this.#sockets.delete(from)
        to.destroy()
      })
      from.on('data', (bytes) => {
        if (!this.swallows && !(isReply && this.swallowsReplies)) to.write(bytes)
      })
    }
  }
}
