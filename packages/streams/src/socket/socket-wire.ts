/**
 * Node's sockets as wires: TCP, Unix and TLS alike.
 *
 * It listens for errors from the moment it is made, because an `error` event nobody hears ends the process; it
 * begins to read when a transport is attached. What Node has accepted and not yet written is what counts as buffered.
 */

import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Awaitable, Suspension } from '@acoro/core'
import { type Address, formatAddress } from '../base/address.ts'
import type { OSError } from '../base/errors.ts'
import { toOSError } from '../base/to-os-error.ts'
import type { ExtraInfo } from '../transport/transport.ts'
import type { StartTlsOptions, Wire, WireEvents } from '../transport/wire.ts'
import type { Inlet } from './inlet.ts'
import { upgradeSocket } from './tls.ts'

const NOTHING = new Uint8Array()

/** What is known of a wire beside its socket. */
export interface SocketWireOptions {
  /** The path of a Unix socket, which Node does not tell: of the other end, and of this one. */
  peerPath?: string | undefined
  ownPath?: string | undefined
  /** Where its bytes land; they come as `data` events unless given. */
  inlet?: Inlet | undefined
}

export class SocketWire implements Wire {
  readonly socket: Socket
  readonly what: string
  readonly canHalfClose: boolean
  readonly gathered = true
  readonly #options: SocketWireOptions
  readonly #peername: Address | undefined
  readonly #sockname: Address | undefined
  #events: WireEvents | null = null
  #error: OSError | null = null
  #closed: boolean
  /** A mark is on its way: an empty write, whose callback comes when all before it is gone. */
  #marked = false

  /** `socket` is connected. */
  constructor(socket: Socket, options: SocketWireOptions = {}) {
    this.socket = socket
    this.#options = options
    this.#closed = socket.closed
    this.canHalfClose = !('encrypted' in socket)
    // Asked for now: once it is closed a socket no longer knows.
    const unix = options.peerPath !== undefined || options.ownPath !== undefined
    this.#peername = unix ? unixName(options.peerPath) : ipName(socket.remoteAddress, socket.remotePort)
    this.#sockname = unix ? unixName(options.ownPath) : ipName(socket.localAddress, socket.localPort)
    this.what = `connection with ${this.#peername === undefined ? 'nobody' : formatAddress(this.#peername)}`
    if (socket.errored) this.#onError(socket.errored)
    socket.on('error', this.#onError)
    socket.on('close', this.#onClose)
    socket.on('drain', this.#onWritten)
  }

  get buffered(): number {
    return this.socket.writableLength
  }

  attach(events: WireEvents): void {
    this.#events = events
    if (this.#closed) {
      events.closed(this.#error)
      return
    }
    this.socket.on('end', this.#onEnd)
    const { inlet } = this.#options
    if (inlet === undefined) this.socket.on('data', this.#onData)
    else inlet.sink = this.#onData
    this.socket.resume()
  }

  write(data: Uint8Array): void {
    const { socket } = this
    if (!this.canHalfClose) {
      // Under TLS no write is over at once, and an empty one is not understood everywhere.
      socket.write(data, this.#onWritten)
      return
    }
    // A callback for each write would cost a tick for each, and most are over before `write` returns.
    socket.write(data)
    if (socket.writableLength === 0 || socket.writableNeedDrain || this.#marked) return
    this.#marked = true
    socket.write(NOTHING, this.#onMark)
  }

  end(): void {
    this.socket.end(this.#onWritten)
  }

  closeSoon(): void {
    this.socket.destroySoon()
  }

  destroy(): void {
    this.socket.destroy()
  }

  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    this.socket.resume()
  }

  info<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined {
    return this.#facts(name) as ExtraInfo[K] | undefined
  }

  startTls(options: StartTlsOptions, unread: readonly Uint8Array[]): Awaitable<Wire> {
    this.socket.removeListener('data', this.#onData)
    this.socket.removeListener('end', this.#onEnd)
    this.socket.pause()
    // TLS takes what the socket holds as having just arrived.
    for (const data of [...unread].reverse()) this.socket.unshift(data)
    return this.#secure(options)
  }

  *#secure(options: StartTlsOptions): Generator<Suspension, Wire, unknown> {
    // What lands in an inlet is now the cipher's; the text comes as events.
    const secure = new SocketWire(yield* upgradeSocket(this.socket, options), {
      ...this.#options,
      inlet: undefined,
    })
    // Only now, so that the transport hears of the end of a connection that could not agree.
    this.#events = null
    return secure
  }

  #facts(name: keyof ExtraInfo): unknown {
    const secure = 'encrypted' in this.socket ? (this.socket as TLSSocket) : undefined
    switch (name) {
      case 'peername':
        return this.#peername
      case 'sockname':
        return this.#sockname
      case 'socket':
        return this.socket
      case 'pid':
        return undefined
      case 'tls':
        return secure
      case 'cipher':
        return secure?.getCipher()
      case 'peerCertificate':
        return secure?.getPeerCertificate()
      case 'alpnProtocol':
        return secure?.alpnProtocol || undefined
    }
  }

  readonly #onData = (data: Uint8Array): void => this.#events?.received(data)
  readonly #onEnd = (): void => this.#events?.ended()
  readonly #onWritten = (): void => {
    // Node says of what a broken socket had not sent, too, that it is written.
    if (!this.socket.destroyed) this.#events?.flushed()
  }

  readonly #onMark = (): void => {
    this.#marked = false
    this.#onWritten()
    if (!this.socket.destroyed && this.buffered > 0) this.write(NOTHING)
  }

  readonly #onError = (error: Error): void => {
    this.#error ??= toOSError(error, `use the ${this.what}`, this.#peername && formatAddress(this.#peername))
    // Node destroys a socket that failed, but under TLS only during the handshake: after it, it says so and goes on.
    this.socket.destroy()
  }

  readonly #onClose = (): void => {
    this.#closed = true
    this.#events?.closed(this.#error)
  }
}

/** Undefined where the other end was gone before anybody asked. */
function ipName(host: string | undefined, port: number | undefined): Address | undefined {
  if (host === undefined || port === undefined) return undefined
  return { family: host.includes(':') ? 'IPv6' : 'IPv4', host, port }
}

/** A client's end has no path. */
function unixName(path: string | undefined): Address {
  return { family: 'unix', host: '', port: 0, ...(path === undefined ? {} : { path }) }
}
