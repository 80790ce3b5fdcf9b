/**
 * The Transport over any Wire. It keeps asyncio's order of calls, the water marks and a single end, whatever
 * the wire does.
 *
 * A wire reports at any time, mostly outside the loop. Its reports go into an inbox, and one callback of the
 * loop hands them to the protocol, in the context the transport was made in. So the calls come in this order:
 *
 *   connectionMade -> dataReceived* -> eofReceived? -> connectionLost
 *
 * While the inbox is crowded the wire is paused.
 *
 * Invariant: after `close()` or `abort()` no data is delivered, and `connectionLost` is called exactly once.
 * Invariant: `pauseWriting` (inside `write`) and `resumeWriting` alternate.
 */

import { isUint8Array } from 'node:util/types'
import { type Awaitable, type Context, type EventLoop, RuntimeError } from '@acoro/core'
import { checkOptions, describeValue, type External, trackExternal } from '@acoro/core/lowlevel'
import { checkProtocol } from '../base/options.ts'
import { tellUnclosed } from '../base/unclosed.ts'
import type { Clients } from './clients.ts'
import { Delivery } from './delivery.ts'
import { Inbox } from './inbox.ts'
import { callProtocol, reportFatal } from './protocol-call.ts'
import type { ExtraInfo, Protocol, Transport, WaterMarks } from './transport.ts'
import { upgrade } from './upgrade.ts'
import type { StartTlsOptions, Wire, WireEvents } from './wire.ts'
import { WriteGate } from './write-gate.ts'

export class StreamTransport implements Transport, WireEvents {
  readonly #delivery: Delivery
  readonly #clients: Clients | undefined
  readonly #external: External
  #wire: Wire
  #protocol: Protocol
  readonly #inbox = new Inbox()
  /** The wire is paused because the inbox is crowded. */
  #crowded = false
  #begun = false
  #readingPaused = false
  #upgrading = false
  readonly #gate = new WriteGate()
  /** The other side has ended; 'seen' once the protocol knows. */
  #eof: 'no' | 'yes' | 'seen' = 'no'
  #eofWritten = false
  #closing = false
  /** The wire is gone; with the error it ended with. */
  #gone: { readonly error: Error | null } | undefined
  /** Why this side gave up, if it did. */
  #failure: Error | null = null
  #lost = false

  /** To be made inside the loop, or with the `context` to run in. */
  constructor(
    protocol: Protocol,
    wire: Wire,
    options: { loop?: EventLoop; context?: Context; clients?: Clients } = {},
  ) {
    checkOptions(options, 'StreamTransport()', { loop: 'object', context: 'object', clients: 'object' })
    const { loop, context } = options
    this.#delivery = new Delivery(this.#deliver, { loop, context, gathered: wire.gathered })
    this.#clients = options.clients
    this.#protocol = checkProtocol(protocol)
    this.#wire = wire
    this.#external = trackExternal(this.#delivery.loop, wire.what, {
      transient: false,
      abandon: () => this.#abandon(),
    })
    this.#clients?.attach(this)
    wire.attach(this)
    this.#delivery.begin()
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
    if (!this.#inbox.isEmpty || this.#eof === 'yes') this.#schedule()
    if (!this.#crowded) this.#wire.resume()
  }

  getProtocol(): Protocol {
    return this.#protocol
  }

  setProtocol(protocol: Protocol): void {
    checkProtocol(protocol)
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
    this.#mayPause()
  }

  writeLines(parts: Iterable<Uint8Array>): void {
    const all = [...parts]
    this.write(all.length === 1 ? all[0]! : Buffer.concat(all))
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
    this.#gate.setLimits(limits)
    this.#mayPause()
  }

  getWriteBufferLimits(): { readonly high: number; readonly low: number } {
    return { high: this.#gate.high, low: this.#gate.low }
  }

  getWriteBufferSize(): number {
    return this.#wire.buffered
  }

  /** @internal Has the protocol been told to pause writing, and not yet to resume? */
  get _writingPaused(): boolean {
    return this.#gate.paused
  }

  /** @internal Objects that may remember where it was opened. */
  get _known(): readonly (object | undefined)[] {
    return [this.#protocol, this.#clients]
  }

  /** @internal */
  get _wire(): Wire {
    return this.#wire
  }

  // ------------------------------------------------------------------ ending

  isClosing(): boolean {
    return this.#closing
  }

  close(): void {
    if (this.#closing) return
    this.#closing = true
    this.#emptyInbox()
    // What still arrives is read and dropped. Left unread, it would make the platform reset the connection,
    // and the other side could lose what is being sent.
    this.#wire.resume()
    this.#wire.closeSoon()
    if (this.#gone !== undefined) this.#schedule()
  }

  abort(): void {
    this.#forceClose(null)
  }

  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined {
    return this.#wire.info(name)
  }

  /**
   * Continues under TLS. `unread` is what the protocol has received and not used. If it fails or is
   * cancelled, the connection is aborted.
   */
  startTls(options: StartTlsOptions, unread: readonly Uint8Array[] = []): Awaitable<void> {
    if (this.#wire.startTls === undefined) throw new RuntimeError(`Cannot start TLS on a ${this.#wire.what}`)
    if (this.#closing) throw new RuntimeError('Cannot start TLS on a connection that is closing')
    if (this.#upgrading) throw new RuntimeError('TLS is being started on this connection already')
    return upgrade(this, options, unread)
  }

  /** @internal */
  _beginUpgrade(options: StartTlsOptions, unread: readonly Uint8Array[]): Awaitable<Wire> {
    const early = [...unread, ...this.#inbox.takeAll()]
    this.#crowded = false
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
    this.#schedule(data.length)
    if (!this.#inbox.isCrowded || this.#crowded) return
    this.#crowded = true
    this.#wire.pause()
  }

  ended(): void {
    if (this.#eof !== 'no') return
    this.#eof = 'yes'
    this.#schedule()
  }

  flushed(): void {
    if (this.#gate.mayResume(this.#wire.buffered)) this.#schedule()
  }

  closed(error: Error | null): void {
    if (this.#gone !== undefined) return
    this.#gone = { error: error ?? null }
    this.#external.end()
    this.#schedule()
  }

  // ------------------------------------------------------------------ to the protocol, in the loop

  #schedule(weight = 0): void {
    // With the loop closed there is nothing left to do but to close the wire.
    if (!this.#delivery.schedule(weight) && this.#gone === undefined) this.#wire.destroy()
  }

  readonly #deliver = (): void => {
    if (!this.#begun) {
      this.#begun = true
      this.#call('connectionMade', () => this.#protocol.connectionMade(this))
    }
    if (this.#gone === undefined && this.#gate.mustResume(this.#wire.buffered)) {
      callProtocol('protocol.resumeWriting() failed', this.#caller, () => this.#protocol.resumeWriting())
    }
    this.#deliverData()
    if (this.#eof === 'yes' && this.isReading() && this.#inbox.isEmpty) this.#deliverEof()
    if (this.#gone !== undefined && !this.#unread) this.#deliverLoss(this.#gone.error)
  }

  /** Is there data, or an end, that the protocol should still be told about after `resumeReading`? */
  get #unread(): boolean {
    const failed = this.#gone !== undefined && this.#gone.error !== null
    return !this.#closing && !failed && (!this.#inbox.isEmpty || this.#eof === 'yes')
  }

  #deliverData(): void {
    while (this.isReading() && !this.#upgrading) {
      const data = this.#inbox.take()
      if (data === undefined) break
      try {
        this.#protocol.dataReceived(data)
      } catch (error) {
        this.#forceClose(reportFatal('dataReceived', this.#caller, error))
      }
    }
    if (!this.#crowded || this.#inbox.isCrowded) return
    this.#crowded = false
    if (this.isReading()) this.#wire.resume()
  }

  /** Drops what is in the inbox. */
  #emptyInbox(): void {
    this.#inbox.clear()
    this.#crowded = false
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
    this.#emptyInbox()
    const reason = this.#failure ?? error
    callProtocol('protocol.connectionLost() failed', this.#caller, () =>
      this.#protocol.connectionLost(reason),
    )
    this.#clients?.detach(this)
  }

  #mayPause(): void {
    if (!this.#gate.mustPause(this.#wire.buffered)) return
    callProtocol('protocol.pauseWriting() failed', this.#caller, () => this.#protocol.pauseWriting())
  }

  /** Makes a call whose failure ends the connection. */
  #call(what: string, call: () => void): void {
    try {
      call()
    } catch (error) {
      this.#forceClose(reportFatal(what, this.#caller, error))
    }
  }

  /** The loop is being closed. */
  #abandon(): void {
    if (!this.#closing && this.#wire.lent !== true) {
      const advice = 'close() its writer or transport, or open it with asyncWith'
      const what = `${this.#wire.what} was still open`
      tellUnclosed(this.#delivery.loop, { thing: this, known: this._known, what, advice })
    }
    this.#wire.destroy()
  }

  get #caller() {
    return { loop: this.#delivery.loop, transport: this, protocol: this.#protocol }
  }

  #forceClose(error: Error | null): void {
    if (this.#lost) return
    this.#closing = true
    this.#emptyInbox()
    this.#failure ??= error
    if (this.#gone === undefined) this.#wire.destroy()
    else this.#schedule()
  }
}
