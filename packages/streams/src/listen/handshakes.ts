/**
 * The sockets of a server that are in the middle of a TLS handshake. They are no connections yet, but they
 * are open. So they count as clients, and they end with the server.
 */

import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { formatEndpoint } from '../base/address.ts'

export class Handshakes {
  /** The sockets, with the address of each. */
  readonly #sockets = new Map<Socket, string>()

  get size(): number {
    return this.#sockets.size
  }

  add(socket: Socket): void {
    const { remoteAddress, remotePort } = socket
    const address = remoteAddress === undefined ? '(unnamed)' : formatEndpoint(remoteAddress, remotePort)
    this.#sockets.set(socket, address)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  /** Removes a socket whose handshake has succeeded or failed, and returns its address. */
  finish(secure: TLSSocket): string | undefined {
    const socket = this.#plain(secure)
    if (socket === undefined) return undefined
    const address = this.#sockets.get(socket)
    this.#sockets.delete(socket)
    return address
  }

  destroyAll(): void {
    for (const socket of [...this.#sockets.keys()]) socket.destroy()
  }

  /** Node knows the plain socket below. On other platforms its address identifies it, if it has one. */
  #plain(secure: TLSSocket & { _parent?: Socket }): Socket | undefined {
    const { _parent, remoteAddress, remotePort } = secure
    if (_parent !== undefined && this.#sockets.has(_parent)) return _parent
    if (remotePort === undefined) return undefined
    for (const socket of this.#sockets.keys())
      if (socket.remotePort === remotePort && socket.remoteAddress === remoteAddress) return socket
    return undefined
  }
}
