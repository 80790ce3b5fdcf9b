/**
 * The Transport over any Wire: asyncio's order of calls, water marks and a single end, whatever the wire does.
 *
 * A wire reports when it likes, mostly outside the loop. So reports are put into an inbox, and one callback of the
 * loop hands them to the protocol, in the context the transport was made in. The order is thereby given:
 *
 *   connectionMade -> dataReceived* -> eofReceived? -> connectionLost
 *
 * Invariant: after `close()` or `abort()` no data is delivered; `connectionLost` is called exactly once.
 * Invariant: `pauseWriting` (inside `write`) and `resumeWriting` alternate.
 */

import { isUint8Array } from 'node:util/types'
import {
  type Awaitable,
  type Context,
  copyContext,
  coroutine,
  type EventLoop,
  getRunningLoop,
  RuntimeError,
} from '@acoro/core'
import { describeValue, type External, trackExternal } from '@acoro/core/lowlevel'
import type { Clients } from './network.ts'
import type { Protocol } from './protocol.ts'
import type { ExtraInfo, Transport, WaterMarks } from './transport.ts'
import { waterMarks } from './water-marks.ts'
import type { StartTlsOptions, Wire, WireEvents } from './wire.ts'

export class StreamTransport implements Transport, WireEvents {
  readonly #loop: EventLoop
  readonly #context: Context
  readonly #clients: Clients | undefined
  readonly #external: External
  #wire: Wire
  #protocol: Protocol
  #inbox: Uint8Array[] = []
  #scheduled = true
  #begun = false
  #readingPaused = false
  #upgrading = false
  #writingPaused = false
  #high = 65536
  #low = 16384
  /** The other side ended; 'seen' once the protocol knows. */
  #eof: 'no' | 'yes' | 'seen' = 'no'
  #eofWritten = false
  #closing = false
  /** The wire is gone, and with what error. */
  #gone: { readonly error: Error | null } | undefined
  /** Why this side gave up, where it did. */
  #failure: Error | null = null
  #lost = false

  /** Made inside the loop, or inside `context` where it is made outside. */
  constructor(
    protocol: Protocol,
    wire: Wire,
    options: { loop?: EventLoop; context?: Context; clients?: Clients } = {},
  ) {
    this.#loop = options.loop ?? getRunningLoop()
    this.#context = options.context?.copy() ?? copyContext()
    this.#clients = options.clients
    this.#protocol = protocol
    this.#wire = wire
    this.#external = trackExternal(this.#loop, wire.what, {
      transient: false,
      abandon: () => this.#wire.destroy(),
    })
    this.#clients?.attach(this)
    wire.attach(this)
    this.#loop.callSoon(this.#enter)
  }

  // ------------------------------------------------------------------ reading

  isReading(): boolean {
    return !this.#readingPaused && !this.#closing
  }

  pauseReading(): void {
    if (!this.isReading()) return
    this.#readingPaused = true
    this.#wire.pause()
  }

  resumeReading(): void {
    if (!this.#readingPaused || this.#closing) return
    this.#readingPaused = false
    if (this.#inbox.length > 0 || this.#eof === 'yes') this.#schedule()
    this.#wire.resume()
  }

  getProtocol(): Protocol {
    return this.#protocol
  }

  setProtocol(protocol: Protocol): void {
    this.#protocol = protocol
  }

  // ------------------------------------------------------------------ writing

  write(data: Uint8Array): void {
    if (!isUint8Array(data)) {
      throw new TypeError(`Expected bytes (a Uint8Array) to write, got ${describeValue(data)}`)
    }
    if (this.#eofWritten) throw new RuntimeError('Cannot call write() after writeEof()')
    if (this.#closing || data.length === 0) return
    this.#wire.write(data)
    if (!this.#writingPaused && this.#wire.buffered > this.#high) this.#pauseWriting()
  }

  writeLines(parts: Iterable<Uint8Array>): void {
    const all = [...parts]
    if (all.length === 1) this.write(all[0]!)
    else this.write(Buffer.concat(all))
  }

  canWriteEof(): boolean {
    return this.#wire.canHalfClose
  }

  writeEof(): void {
    if (!this.#wire.canHalfClose)
      throw new RuntimeError(`Cannot end only one side of a ${this.#wire.what}: close() it`)
    if (this.#eofWritten || this.#closing) return
    this.#eofWritten = true
    this.#wire.end()
  }

  setWriteBufferLimits(limits: WaterMarks = {}): void {
    const { high, low } = waterMarks(limits)
    this.#high = high
    this.#low = low
    if (!this.#writingPaused && this.#wire.buffered > high) this.#pauseWriting()
  }

  getWriteBufferLimits(): { readonly high: number; readonly low: number } {
    return { high: this.#high, low: this.#low }
  }

  getWriteBufferSize(): number {
    return this.#wire.buffered
  }

  // ------------------------------------------------------------------ ending

  isClosing(): boolean {
    return this.#closing
  }

  close(): void {
    if (this.#closing) return
    this.#closing = true
    this.#inbox = []
    // What still comes is read and dropped: left unread it would make the platform reset the connection, and the
    // other side could lose what is being sent.
    this.#wire.resume()
    this.#wire.closeSoon()
  }

  abort(): void {
    this.#forceClose(null)
  }

  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined {
    return this.#wire.info(name)
  }

  /**
   * Goes on under TLS; `unread` is what the protocol was given and did not use. Cancelled or failed, the connection
   * is aborted.
   */
  startTls(options: StartTlsOptions, unread: readonly Uint8Array[] = []): Awaitable<void> {
    if (this.#wire.startTls === undefined) throw new RuntimeError(`Cannot start TLS on a ${this.#wire.what}`)
    if (this.#closing) throw new RuntimeError('Cannot start TLS on a connection that is closing')
    if (this.#upgrading) throw new RuntimeError('TLS is being started on this connection already')
    return upgrade(this, options, unread)
  }

  /** @internal */
  _beginUpgrade(options: StartTlsOptions, unread: readonly Uint8Array[]): Awaitable<Wire> {
    const early = [...unread, ...this.#inbox]
    this.#inbox = []
    this.#upgrading = true
    return this.#wire.startTls!(options, early)
  }

  /** @internal */
  _endUpgrade(wire: Wire | null): void {
    this.#upgrading = false
    if (wire === null) return
    this.#wire = wire
    wire.attach(this)
    if (this.#readingPaused) wire.pause()
    if (this.#closing) wire.destroy()
  }

  toString(): string {
    const state = this.#lost ? 'closed' : this.#closing ? 'closing' : 'open'
    return `<StreamTransport ${state} ${this.#wire.what}, ${this.#wire.buffered} bytes to write>`
  }

  // ------------------------------------------------------------------ from the wire, from wherever

  received(data: Uint8Array): void {
    if (this.#closing) return
    this.#inbox.push(data)
    this.#schedule()
  }

  ended(): void {
    if (this.#eof !== 'no') return
    this.#eof = 'yes'
    this.#schedule()
  }

  flushed(): void {
    if (this.#writingPaused && this.#wire.buffered <= this.#low) this.#schedule()
  }

  closed(error: Error | null): void {
    if (this.#gone !== undefined) return
    this.#gone = { error }
    this.#external.end()
    this.#schedule()
  }

  // ------------------------------------------------------------------ to the protocol, in the loop

  #schedule(): void {
    if (this.#scheduled) return
    if (this.#loop.isClosed()) {
      // Nobody is left to hear of it.
      this.#wire.destroy()
      return
    }
    this.#scheduled = true
    this.#loop.callSoon(this.#enter)
  }

  readonly #enter = (): void => {
    this.#scheduled = false
    this.#context.run(this.#deliver)
  }

  readonly #deliver = (): void => {
    if (!this.#begun) {
      this.#begun = true
      this.#call('connectionMade', () => this.#protocol.connectionMade(this))
    }
    if (this.#writingPaused && this.#gone === undefined && this.#wire.buffered <= this.#low) {
      this.#writingPaused = false
      this.#report('resumeWriting', () => this.#protocol.resumeWriting())
    }
    if (this.#inbox.length > 0) this.#deliverData()
    if (this.#eof === 'yes' && this.isReading() && this.#inbox.length === 0) this.#deliverEof()
    if (this.#gone !== undefined) this.#deliverLoss(this.#gone.error)
  }

  #deliverData(): void {
    const inbox = this.#inbox
    let taken = 0
    while (taken < inbox.length && this.isReading() && !this.#upgrading) {
      const data = inbox[taken++]!
      try {
        this.#protocol.dataReceived(data)
      } catch (error) {
        this.#fail('dataReceived', error)
      }
    }
    // close() and startTls() put an empty inbox in its place.
    if (this.#inbox !== inbox) return
    if (taken === inbox.length) inbox.length = 0
    else if (taken > 0) inbox.splice(0, taken)
  }

  #deliverEof(): void {
    this.#eof = 'seen'
    let keepOpen: boolean | void = false
    this.#call('eofReceived', () => {
      keepOpen = this.#protocol.eofReceived()
    })
    if (!keepOpen) this.close()
  }

  #deliverLoss(error: Error | null): void {
    if (this.#lost) return
    this.#lost = true
    this.#closing = true
    this.#inbox = []
    try {
      this.#protocol.connectionLost(this.#failure ?? error)
    } catch (thrown) {
      this.#tell('Exception in protocol.connectionLost()', thrown)
    } finally {
      this.#clients?.detach(this)
    }
  }

  #pauseWriting(): void {
    this.#writingPaused = true
    this.#report('pauseWriting', () => this.#protocol.pauseWriting())
  }

  /** A callback whose failure ends the connection. */
  #call(what: string, callback: () => void): void {
    try {
      callback()
    } catch (error) {
      this.#fail(what, error)
    }
  }

  /** One whose failure does not. */
  #report(what: string, callback: () => void): void {
    try {
      callback()
    } catch (error) {
      this.#tell(`protocol.${what}() failed`, error)
    }
  }

  #fail(what: string, error: unknown): void {
    this.#tell(`Fatal error: protocol.${what}() call failed.`, error)
    this.#forceClose(error instanceof Error ? error : new Error(String(error), { cause: error }))
  }

  #tell(message: string, exception: unknown): void {
    this.#loop.callExceptionHandler({ message, exception, transport: this, protocol: this.#protocol })
  }

  #forceClose(error: Error | null): void {
    if (this.#gone !== undefined) return
    this.#closing = true
    this.#inbox = []
    this.#failure ??= error
    this.#wire.destroy()
  }
}

const upgrade = coroutine(function* startTls(
  transport: StreamTransport,
  options: StartTlsOptions,
  unread: readonly Uint8Array[],
) {
  let wire: Wire | null = null
  try {
    wire = yield* transport._beginUpgrade(options, unread)
  } finally {
    if (wire === null) transport.abort()
    transport._endUpgrade(wire)
  }
})
