/**
 * Replaces a transport's protocol while a file is sent, to learn when the transport wants to pause. Nothing
 * is read in the meantime. The end of the connection is passed on. asyncio: `_SendfileFallbackProtocol`.
 *
 * Invariant: the replaced protocol sees `pauseWriting` and `resumeWriting` alternate, as if it had never been
 * away.
 */

import type { Awaitable } from '@acoro/core'
import { Ready, WaitQueue } from '@acoro/core/lowlevel'
import { ConnectionResetError } from '../base/errors.ts'
import type { StreamTransport } from '../transport/stream-transport.ts'
import { Protocol } from '../transport/transport.ts'

export class SendfileProtocol extends Protocol {
  readonly #transport: StreamTransport
  readonly #own: Protocol
  readonly #wasReading: boolean
  readonly #wasPaused: boolean
  readonly #drains = new WaitQueue<void>({ describe: () => `sendfile to the ${this.#transport}` })
  #lost: { readonly error: Error | null } | undefined

  /** Replaces the protocol of `transport`. */
  constructor(transport: StreamTransport) {
    super()
    this.#transport = transport
    this.#own = transport.getProtocol()
    this.#wasReading = transport.isReading()
    this.#wasPaused = transport._writingPaused
    transport.pauseReading()
    transport.setProtocol(this)
  }

  write(data: Uint8Array): void {
    this.#transport.write(data)
  }

  /** Waits until the transport takes more. Throws if the connection is lost. */
  drain(): Awaitable<void> {
    // It may have been lost before this protocol was set.
    if (this.#transport.isClosing()) throw this.#lostError()
    return this.#transport._writingPaused
      ? this.#drains.park()
      : { [Symbol.iterator]: () => new Ready(undefined) }
  }

  override resumeWriting(): void {
    this.#drains.wakeAll()
  }

  override connectionLost(error: Error | null): void {
    this.#lost = { error }
    this.#drains.abort(this.#lostError())
    this.#own.connectionLost(error)
  }

  /** Sets the transport's own protocol again. */
  restore(): void {
    const transport = this.#transport
    transport.setProtocol(this.#own)
    if (this.#lost !== undefined) return
    if (this.#wasReading) transport.resumeReading()
    if (transport._writingPaused === this.#wasPaused) return
    if (this.#wasPaused) this.#own.resumeWriting()
    else this.#own.pauseWriting()
  }

  /** A connection that ends in the middle of a file is an error for the sender, however it ends. */
  #lostError(): Error {
    return (
      this.#lost?.error ?? new ConnectionResetError('Connection is closed by peer', { code: 'ECONNRESET' })
    )
  }
}
