/**
 * Node's sockets as wires: TCP, Unix and TLS.
 *
 * A wire listens for errors as soon as it is made, because an `error` event without a listener ends the
 * process. It starts reading when a transport is attached. Bytes that Node has accepted and not yet written
 * count as buffered.
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

/** What is known about a wire beside its socket. */
export interface SocketWireOptions {
  /** The paths of a Unix socket, which Node does not know: of the other end, and of this one. */
  peerPath?: string | undefined
  ownPath?: string | undefined
  /** The memory it reads into; without one, bytes come as `data` events. */
  inlet?: Inlet | undefined
}

export class SocketWire implements Wire {
  readonly socket: Socket
  readonly what: string
  readonly canHalfClose: boolean
  readonly gathered = true
  readonly releasesSent = true
  readonly #options: SocketWireOptions
  readonly #peername: Address | undefined
  readonly #sockname: Address | undefined
  #events: WireEvents | null = null
  #error: OSError | null = null
  #closed: boolean
  /** An empty write is under way. Its callback comes after everything written before it is gone. */
  #marked = false

  /** `socket` is connected. */
  constructor(socket: Socket, options: SocketWireOptions = {}) {
    this.socket = socket
    this.#options = options
    this.#closed = socket.closed
    this.canHalfClose = !('encrypted' in socket)
    // Read now, because a socket that is closed no longer knows its addresses.
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
      // Under TLS no write finishes at once, and some peers do not understand an empty one.
      socket.write(data, this.#onWritten)
      return
    }
    // A callback for each write would cost a tick each, and most writes are finished before `write` returns.
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

  reuse(chunk: Uint8Array): void {
    this.#options.inlet?.reuse(chunk)
  }

  info<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined {
    return this.#facts(name) as ExtraInfo[K] | undefined
  }

  startTls(options: StartTlsOptions, unread: readonly Uint8Array[]): Awaitable<Wire> {
    this.socket.removeListener('data', this.#onData)
    this.socket.removeListener('end', this.#onEnd)
    this.socket.pause()
    // TLS treats the data that was put back as if it had just arrived.
    for (const data of [...unread].reverse()) this.socket.unshift(data)
    return this.#secure(options)
  }

  *#secure(options: StartTlsOptions): Generator<Suspension, Wire, unknown> {
    // From now on the inlet would receive ciphertext; the plaintext comes as events.
    const secure = new SocketWire(yield* upgradeSocket(this.socket, options), {
      ...this.#options,
      inlet: undefined,
    })
    // Only now, because the transport has to hear of the end if the handshake fails.
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
  readonly #onEnd = (): void => {
    // Bun emits the end of a socket that has failed: a reader would take what was cut off for the whole.
    if (this.#error === null) this.#events?.ended()
  }

  readonly #onWritten = (): void => {
    // Node also reports data as written that a broken socket never sent.
    if (!this.socket.destroyed) this.#events?.flushed()
  }

  readonly #onMark = (): void => {
    this.#marked = false
    this.#onWritten()
    if (!this.socket.destroyed && this.buffered > 0) this.write(NOTHING)
  }

  readonly #onError = (error: Error): void => {
    this.#error ??= toOSError(error, `use the ${this.what}`, this.#peername && formatAddress(this.#peername))
    // Node destroys a socket that has failed. Under TLS it does so only during the handshake: after that it
    // emits the error, and the socket stays open.
    this.socket.destroy()
  }

  readonly #onClose = (): void => {
    this.#closed = true
    this.#events?.closed(this.#error)
  }
}

/** Undefined if the other end was gone before this was called. */
function ipName(host: string | undefined, port: number | undefined): Address | undefined {
  if (host === undefined || port === undefined) return undefined
  return { family: host.includes(':') ? 'IPv6' : 'IPv4', host, port }
}

/** The client's end has no path. */
function unixName(path: string | undefined): Address {
  return { family: 'unix', host: '', port: 0, ...(path === undefined ? {} : { path }) }
}
