/**
 * A socket for datagrams in memory. The loop delivers the packets in the context in which the socket was
 * made, as a platform does. A packet is sent at once, so there is no buffer.
 */

import { type Context, copyContext, type EventLoop, getRunningLoop } from '@acoro/core'
import { describeValue, type External, trackExternal } from '@acoro/core/lowlevel'
import {
  type Address,
  ConnectionRefusedError,
  type DatagramProtocol,
  type DatagramTransport,
  type ExtraInfo,
  formatAddress,
  type WaterMarks,
} from '@acoro/streams'
import { IN_MEMORY } from '../base/failures.ts'

export interface DatagramsEnd {
  readonly address: Address
  /** The remote address. If there is one, the socket talks to nobody else. */
  readonly peer: Address | undefined
  readonly send: (data: Uint8Array, to: { host: string; port: number }) => void
  readonly onClosed: () => void
}

export class MemoryDatagrams implements DatagramTransport {
  readonly address: Address
  readonly #end: DatagramsEnd
  readonly #loop: EventLoop = getRunningLoop()
  readonly #context: Context = copyContext()
  readonly #external: External
  #protocol: DatagramProtocol
  #closing = false

  constructor(protocol: DatagramProtocol, end: DatagramsEnd) {
    this.#protocol = protocol
    this.#end = end
    this.address = end.address
    this.#external = trackExternal(this.#loop, `${IN_MEMORY}datagrams at ${formatAddress(end.address)}`, {
      transient: false,
      abandon: () => this.abort(),
    })
    this.#soon('connectionMade', () => this.#protocol.connectionMade(this))
  }

  sendTo(data: Uint8Array, to?: { host: string; port: number }): void {
    if (!(data instanceof Uint8Array)) {
      throw new TypeError(`Expected bytes (a Uint8Array) to send, got ${describeValue(data)}`)
    }
    const { peer } = this.#end
    const target = to ?? peer
    if (target === undefined) {
      throw new TypeError('Expected an address to send to: this socket has no remote one')
    }
    if (peer !== undefined && (target.host !== peer.host || target.port !== peer.port)) {
      throw new RangeError(`Expected no address or ${formatAddress(peer)}, got ${target.host}:${target.port}`)
    }
    if (!this.#closing) this.#end.send(data, target)
  }

  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined {
    const facts: Partial<ExtraInfo> = {
      sockname: this.address,
      ...(this.#end.peer && { peername: this.#end.peer }),
    }
    return facts[name]
  }

  getProtocol(): DatagramProtocol {
    return this.#protocol
  }

  setProtocol(protocol: DatagramProtocol): void {
    this.#protocol = protocol
  }

  setWriteBufferLimits(_limits?: WaterMarks): void {}

  getWriteBufferSize(): number {
    return 0
  }

  isClosing(): boolean {
    return this.#closing
  }

  close(): void {
    if (this.#closing) return
    this.#closing = true
    this.#external.end()
    this.#end.onClosed()
    this.#soon('connectionLost', () => this.#protocol.connectionLost(null))
  }

  abort(): void {
    this.close()
  }

  /** @internal */
  _arrived(data: Uint8Array, from: Address): void {
    const { peer } = this.#end
    if (peer !== undefined && (from.host !== peer.host || from.port !== peer.port)) return
    this.#soon('datagramReceived', () => {
      if (!this.#closing) this.#protocol.datagramReceived(data, from)
    })
  }

  /** @internal Nothing is bound there. Only a socket with a remote address hears of that. */
  _refused(to: { host: string; port: number }): void {
    if (this.#end.peer === undefined) return
    const address = `${to.host}:${to.port}`
    const error = new ConnectionRefusedError(`Could not send a datagram to ${address}: nobody is there`, {
      code: 'ECONNREFUSED',
      address,
    })
    this.#soon('errorReceived', () => {
      if (!this.#closing) this.#protocol.errorReceived(error)
    })
  }

  #soon(what: string, call: () => void): void {
    if (this.#loop.isClosed()) return
    this.#context.run(() => this.#loop.callSoon(() => this.#report(what, call)))
  }

  #report(what: string, call: () => void): void {
    try {
      call()
    } catch (exception) {
      const message = `protocol.${what}() failed`
      this.#loop.callExceptionHandler({ message, exception, transport: this, protocol: this.#protocol })
    }
  }
}
