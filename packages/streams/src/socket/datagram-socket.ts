/**
 * Datagrams over Node's UDP sockets: asyncio's DatagramTransport.
 *
 * The loop delivers datagrams like the bytes of a stream, with one callback for all that have arrived. So the
 * order of calls is the same: `connectionMade`, datagrams and errors, then `connectionLost` once.
 */

import { createSocket, type Socket, type SocketOptions } from 'node:dgram'
import { isUint8Array } from 'node:util/types'
import type { Suspension } from '@acoro/core'
import { describeValue, type External, trackExternal } from '@acoro/core/lowlevel'
import { type Address, checkHost, checkPort, formatAddress, formatEndpoint } from '../base/address.ts'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'
import { tellUnclosed } from '../base/unclosed.ts'
import type { DatagramOptions, DatagramProtocol, DatagramTransport } from '../network/datagram.ts'
import { Delivery } from '../transport/delivery.ts'
import { callProtocol } from '../transport/protocol-call.ts'
import type { ExtraInfo, WaterMarks } from '../transport/transport.ts'
import { WriteGate } from '../transport/write-gate.ts'
import { addressesOf } from './lookup.ts'

interface Packet {
  readonly data: Uint8Array
  readonly from: Address
}

export class SocketDatagramTransport implements DatagramTransport {
  readonly #delivery: Delivery
  readonly #socket: Socket
  readonly #sockname: Address
  readonly #peername: Address | undefined
  readonly #external: External
  #protocol: DatagramProtocol
  #inbox: (Packet | Error)[] = []
  #begun = false
  #unsent = 0
  readonly #gate = new WriteGate()
  #closing = false
  #closed = false

  /** `socket` is bound. It is connected if `peername` is given. */
  constructor(protocol: DatagramProtocol, socket: Socket, peername: Address | undefined) {
    this.#delivery = new Delivery(this.#deliver)
    this.#protocol = protocol
    this.#socket = socket
    this.#sockname = fromNode(socket.address())
    this.#peername = peername
    this.#external = trackExternal(this.#delivery.loop, `datagrams at ${formatAddress(this.#sockname)}`, {
      transient: false,
      abandon: () => {
        if (!this.#closing) {
          tellUnclosed(this.#delivery.loop, {
            thing: this,
            known: [this.#protocol],
            what: `socket for datagrams at ${formatAddress(this.#sockname)} was still open`,
            advice: 'close() its transport',
          })
        }
        this.abort()
      },
    })
    socket.removeAllListeners('error')
    socket.on('message', (data, from) => this.#received({ data, from: fromNode(from) }))
    socket.on('error', (error) => this.#received(toOSError(error, 'exchange datagrams', this.#where())))
    socket.on('close', () => {
      this.#closed = true
      this.#external.end()
      this.#schedule()
    })
    this.#delivery.begin()
  }

  sendTo(data: Uint8Array, to?: { host: string; port: number }): void {
    if (!isUint8Array(data)) {
      throw new TypeError(`Expected bytes (a Uint8Array) to send, got ${describeValue(data)}`)
    }
    if (this.#peername === undefined) {
      if (to === undefined)
        throw new TypeError('Expected an address to send to: this socket has no remote one')
      checkTarget(to)
      checkHost(to.host, 'to send to')
      checkPort(to.port, 'to send to', 1)
    } else if (
      to !== undefined &&
      checkTarget(to) &&
      (to.host !== this.#peername.host || to.port !== this.#peername.port)
    ) {
      throw new RangeError(
        `Expected no address or ${formatAddress(this.#peername)}, got ${formatEndpoint(to.host, to.port)}`,
      )
    }
    if (this.#closing) return
    this.#unsent += data.length
    const sent = (error: Error | null): void => this.#sent(data.length, error, to)
    if (to === undefined || this.#peername !== undefined) this.#socket.send(data, sent)
    else this.#socket.send(data, to.port, to.host, sent)
    if (this.#gate.mustPause(this.#unsent)) this.#report('pauseWriting', () => this.#protocol.pauseWriting())
  }

  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined {
    if (name === 'sockname') return this.#sockname as ExtraInfo[K]
    if (name === 'peername') return this.#peername as ExtraInfo[K] | undefined
    return undefined
  }

  getProtocol(): DatagramProtocol {
    return this.#protocol
  }

  setProtocol(protocol: DatagramProtocol): void {
    this.#protocol = protocol
  }

  setWriteBufferLimits(limits: WaterMarks = {}): void {
    this.#gate.setLimits(limits)
  }

  getWriteBufferSize(): number {
    return this.#unsent
  }

  isClosing(): boolean {
    return this.#closing
  }

  close(): void {
    if (this.#closing) return
    this.#closing = true
    this.#inbox = []
    if (this.#unsent === 0) this.#socket.close()
  }

  abort(): void {
    if (this.#closing && this.#unsent === 0) return
    this.#closing = true
    this.#unsent = 0
    this.#socket.close()
  }

  #sent(length: number, error: Error | null, to: { host: string; port: number } | undefined): void {
    const where = to === undefined ? this.#where() : formatEndpoint(to.host, to.port)
    if (error !== null) this.#received(toOSError(error, `send a datagram to ${where}`, where))
    if (this.#unsent === 0) return
    this.#unsent -= length
    if (this.#closing && this.#unsent === 0) this.#socket.close()
    else if (this.#gate.mayResume(this.#unsent)) this.#schedule()
  }

  #where(): string {
    return formatAddress(this.#peername ?? this.#sockname)
  }

  #received(event: Packet | Error): void {
    if (this.#closing) return
    this.#inbox.push(event)
    this.#schedule()
  }

  #schedule(): void {
    if (!this.#delivery.schedule()) this.abort()
  }

  readonly #deliver = (): void => {
    if (!this.#begun) {
      this.#begun = true
      this.#report('connectionMade', () => this.#protocol.connectionMade(this))
    }
    if (this.#gate.mustResume(this.#unsent))
      this.#report('resumeWriting', () => this.#protocol.resumeWriting())
    const inbox = this.#inbox
    this.#inbox = []
    for (const event of inbox) {
      if (this.#closing) break
      if (event instanceof Error) this.#report('errorReceived', () => this.#protocol.errorReceived(event))
      else this.#report('datagramReceived', () => this.#protocol.datagramReceived(event.data, event.from))
    }
    if (this.#closed) this.#report('connectionLost', () => this.#protocol.connectionLost(null))
  }

  #report(what: string, call: () => void): void {
    const caller = { loop: this.#delivery.loop, transport: this, protocol: this.#protocol }
    callProtocol(`protocol.${what}() failed`, caller, call)
  }
}

/**
 * Binds a socket for datagrams and calls the protocol's `connectionMade`. If it is cancelled, nothing stays
 * open.
 */
export function* bindDatagrams(
  makeProtocol: () => DatagramProtocol,
  options: DatagramOptions,
): Generator<Suspension, DatagramTransport, unknown> {
  const { local = {}, remote } = options
  const target = remote === undefined ? undefined : (yield* addressesOf(remote.host, options.ipVersion))[0]!
  const own = local.host === undefined ? undefined : (yield* addressesOf(local.host, options.ipVersion))[0]!
  const family = options.ipVersion ?? target?.family ?? own?.family ?? 4
  const type = family === 6 ? 'udp6' : 'udp4'
  const reuse = options.reusePort === undefined ? {} : { reusePort: options.reusePort }
  const where =
    remote === undefined ? formatEndpoint(own?.address, local.port) : formatEndpoint(remote.host, remote.port)
  const socket = yield* platform<Socket>(`datagrams at ${where}`, (resolve, reject) => {
    const made = createSocket({ type, ...reuse } as SocketOptions)
    const fail = (error: Error): void =>
      reject(toOSError(error, `open a socket for datagrams at ${where}`, where))
    const connected = (error?: Error | null): void => (error ? fail(error) : resolve(made))
    const bound = (): void => {
      try {
        if (options.broadcast === true) made.setBroadcast(true)
        if (target === undefined || remote === undefined) resolve(made)
        else made.connect(remote.port, target.address, connected as () => void)
      } catch (error) {
        fail(error as Error)
      }
    }
    made.on('error', fail)
    made.bind({ port: local.port ?? 0, ...(own === undefined ? {} : { address: own.address }) }, bound)
    return () => made.close()
  })
  const transport = new SocketDatagramTransport(
    makeProtocol(),
    socket,
    target === undefined ? undefined : fromNode(socket.remoteAddress()),
  )
  try {
    // The transport calls connectionMade in the next iteration, before this goes on.
    yield
  } catch (error) {
    transport.abort()
    throw error
  }
  return transport
}

function checkTarget(to: unknown): boolean {
  if (typeof to === 'object' && to !== null) return true
  throw new TypeError(`Expected an address to send to, { host, port }, got ${describeValue(to)}`)
}

function fromNode(address: { address: string; port: number; family: string }): Address {
  return { family: address.family === 'IPv6' ? 'IPv6' : 'IPv4', host: address.address, port: address.port }
}
