/**
 * The protocol below a reader and a writer. It feeds the reader, tells the writer when to wait, and on a
 * server starts the client's coroutine. asyncio: `StreamReaderProtocol`.
 */

import { type CoroutineLike, createTask, getRunningLoop, isCoroutine, type Task } from '@acoro/core'
import { describeValue, WaitQueue } from '@acoro/core/lowlevel'
import { formatAddress } from '../base/address.ts'
import { ConnectionResetError } from '../base/errors.ts'
import { isAsyncFunction } from '../base/options.ts'
import { StreamTransport } from '../transport/stream-transport.ts'
import type { Transport } from '../transport/transport.ts'
import { Protocol } from '../transport/transport.ts'
import type { StreamReader } from './stream-reader.ts'
import { StreamWriter, type WriterProtocol } from './stream-writer.ts'

/** What a server does with each client: a coroutine function, which is run as a task, or a plain function. */
export type OnClient = (reader: StreamReader, writer: StreamWriter) => CoroutineLike<unknown> | void

export class StreamProtocol extends Protocol implements WriterProtocol {
  readonly #reader: StreamReader
  readonly #onClient: OnClient | undefined
  readonly #drains = new WaitQueue<void>({ describe: () => `StreamWriter.drain of the ${this.#transport}` })
  readonly #closings = new WaitQueue<void>({
    describe: () => `StreamWriter.waitClosed of the ${this.#transport}`,
  })
  #transport: Transport | null = null
  #paused = false
  #lost: { readonly error: Error | null } | undefined

  constructor(reader: StreamReader, onClient?: OnClient) {
    super()
    this.#reader = reader
    this.#onClient = onClient
  }

  /** Set once the connection is gone: the error it ended with, or null. */
  get lost(): { readonly error: Error | null } | undefined {
    return this.#lost
  }

  /** Was the connection accepted by a server? */
  get isServerSide(): boolean {
    return this.#onClient !== undefined
  }

  get writingPaused(): boolean {
    return this.#paused
  }

  /** Drains wait here until writing is resumed. */
  get drains(): WaitQueue<void> {
    return this.#drains
  }

  /** Tasks wait here for the end of the connection. */
  get closings(): WaitQueue<void> {
    return this.#closings
  }

  override connectionMade(transport: Transport): void {
    this.#transport = transport
    this.#reader.setTransport(transport)
    // A class derived from this one may keep what it receives.
    if (this.constructor === StreamProtocol && transport instanceof StreamTransport)
      this.#reader._origin = transport
    if (this.#onClient === undefined) return
    const writer = new StreamWriter(transport, this, this.#reader)
    const coro = this.#onClient(this.#reader, writer) as unknown
    if (isCoroutine(coro)) this.#serve(coro, writer)
    else refusePromise(coro)
  }

  override dataReceived(data: Uint8Array): void {
    this.#reader.feedData(data)
  }

  override eofReceived(): boolean {
    this.#reader.feedEof()
    // TLS cannot be closed on one side only.
    return this.#transport?.canWriteEof() ?? false
  }

  override connectionLost(error: Error | null): void {
    this.#lost = { error }
    if (error === null) this.#reader.feedEof()
    else this.#reader.setException(error)
    for (const queue of [this.#drains, this.#closings]) {
      if (error === null) queue.wakeAll()
      else queue.abort(error)
    }
  }

  override pauseWriting(): void {
    this.#paused = true
  }

  override resumeWriting(): void {
    this.#paused = false
    this.#drains.wakeAll()
  }

  /** The error to throw when writing to a connection that is gone. */
  lostError(): Error {
    const address = this.#transport?.getExtraInfo('peername')
    return new ConnectionResetError('Connection lost', {
      code: 'ECONNRESET',
      address: address === undefined ? undefined : formatAddress(address),
      ...(this.#lost?.error == null ? {} : { cause: this.#lost.error }),
    })
  }

  /**
   * The connection lives as long as the client's coroutine, and so does the writer: a coroutine that only
   * reads has not forgotten to close it.
   */
  #serve(coro: CoroutineLike<unknown>, writer: StreamWriter): void {
    const { transport } = writer
    const peer = transport.getExtraInfo('peername')
    const loop = getRunningLoop()
    const task = createTask(coro, { name: `client ${peer === undefined ? '' : formatAddress(peer)}`.trim() })
    task.addDoneCallback((task: Task<unknown>) => {
      if (task.failed()) {
        loop.callExceptionHandler({
          message: 'Unhandled exception in the coroutine of a client',
          exception: task.exception(),
          transport,
          task,
        })
      }
      writer.transport.close()
    })
  }
}

/** Throws TypeError unless `onClient` is a coroutine function or a plain one. */
export function checkOnClient(onClient: unknown): void {
  if (typeof onClient !== 'function') {
    throw new TypeError(`Expected a coroutine function for each client, got ${describeValue(onClient)}`)
  }
  if (isAsyncFunction(onClient)) {
    throw new TypeError(
      'Expected a coroutine function for each client, got an async function: write it as function*, or wrap it in coroutinify() of @acoro/compat',
    )
  }
}

/**
 * Throws TypeError for a promise: nothing would close the connection when it ends, or report what it throws.
 */
function refusePromise(result: unknown): void {
  if (typeof (result as { then?: unknown } | null | undefined)?.then !== 'function') return
  // Otherwise it would be reported as an unhandled rejection as well.
  Promise.resolve(result).catch(() => {})
  throw new TypeError(
    'Expected the function for each client to return a coroutine or nothing, got a promise: write it as function*, or wrap it in coroutinify() of @acoro/compat',
  )
}
