/**
 * A WebSocket as coroutines use it: waits that can be cancelled, and bounded memory both ways.
 *
 *   open --close(), or a close frame comes--> closing --both frames, or closeTimeout--> closed
 *     \--malformed frame, no pong, abort()--> broken --a second at most--> closed
 *
 * Invariant: what has arrived before an orderly end is received before the end is told. A broken connection
 * is told to its owner at once, which cancels the function.
 */

import {
  type AsyncSource,
  type Coroutine,
  coroutine,
  type EventLoop,
  RuntimeError,
  TimeoutError,
  type TimerHandle,
  timeout,
} from '@acoro/core'
import { type Parked, WaitQueue } from '@acoro/core/lowlevel'
import { WebSocketClosedError } from '../base/errors.ts'
import { checkClose, isOrderly } from './close-code.ts'
import { CLOSE_TIMEOUT, type WebSocketOptions } from './connection-options.ts'
import { type Frame, frameOf, textOf } from './frame.ts'
import { Incoming } from './incoming.ts'
import { type Feeder, Outgoing } from './outgoing.ts'
import { Pings } from './pings.ts'
import type { RawWebSocket, WebSocketMessage } from './raw.ts'

/** Who is told of the end of a connection: the run of its function. */
export interface ConnectionOwner {
  /** It broke, or was aborted. */
  broke(): void
  /** It has closed, in whatever way. */
  closed(): void
}

/** How long a broken connection may take to send its last frame, in ms. */
const LAST_FRAME = 1000

/** A WebSocket. `asyncFor` over it gets its messages. */
export class WebSocketConnection implements AsyncSource<WebSocketMessage> {
  /** Shown in errors and reports: the method and path of its request, or its address. */
  readonly name: string
  /** The WebSocket of `ws`. */
  readonly raw: unknown
  readonly #raw: RawWebSocket
  readonly #loop: EventLoop
  readonly #incoming: Incoming
  readonly #outgoing: Outgoing
  readonly #pings: Pings
  readonly #closers: WaitQueue<void>
  readonly #closeTimeout: number
  #error: WebSocketClosedError | null = null
  #closed = false
  #code = 0
  #broken = false
  /** @internal Its function has closed it. */
  _isClosedHere = false
  #cause: unknown
  #cut: TimerHandle | null = null
  /** @internal */
  _owner: ConnectionOwner | null = null
  /** @internal It was asked for a message. */
  _receives = false
  /** @internal Its end was told to a task. */
  _told = false
  /** @internal Called when it has closed, by those that must let it go. */
  readonly _onClosed: Set<() => void> = new Set()

  /** @internal */
  constructor(
    raw: RawWebSocket,
    name: string,
    loop: EventLoop,
    options: WebSocketOptions,
    activity: () => number,
  ) {
    this.name = name
    this.raw = this.#raw = raw
    this.#loop = loop
    const { highWaterMark = 65_536, receiveBuffer = 65_536, pingInterval = 20_000 } = options
    const { pingTimeout = 20_000, closeTimeout = CLOSE_TIMEOUT } = options
    this.#closeTimeout = closeTimeout
    this.#incoming = new Incoming(raw, receiveBuffer, () => `a message of ${name}`)
    this.#outgoing = new Outgoing(
      raw,
      highWaterMark,
      () => `room to send to ${name} (${this.#outgoing.bytes} bytes on their way)`,
      () => this.#pings.heard(),
    )
    this.#closers = new WaitQueue<void>({ describe: () => `the close of ${name}` })
    const connection = this
    const target = {
      ping: () => raw.ping(),
      activity,
      get isHeldBack() {
        return connection.#incoming.isPaused
      },
      lost: (ms: number) => this.#lose(ms),
    }
    this.#pings = new Pings(loop, target, pingInterval, pingTimeout)
    raw.on('message', (data, isBinary) => {
      this.#pings.heard()
      this.#incoming.add(isBinary ? data : textOf(data), data.byteLength)
    })
    raw.on('ping', () => this.#pings.heard())
    raw.on('pong', () => this.#pings.heard())
    raw.on('error', (error) => this.#break(error))
    raw.on('close', (code, reason) => this.#close(code, textOf(reason)))
  }

  /** The protocol that was agreed on; empty if none. */
  get protocol(): string {
    return this.#raw.protocol
  }

  /** Whether it has closed: nothing can be sent any more. What had arrived can still be received. */
  get isClosed(): boolean {
    return this.#closed
  }

  /** How many bytes are on their way, how many tasks wait to send, and how many messages wait here. */
  statistics(): { sending: number; waiting: number; unread: number; isHeldBack: boolean } {
    const { bytes: sending, waiting } = this.#outgoing
    const { unread, isPaused: isHeldBack } = this.#incoming
    return { sending, waiting, unread, isHeldBack }
  }

  /**
   * Sends text or bytes. It waits while more than `highWaterMark` bytes are on their way; senders are served
   * in order. If it is cancelled, nothing was sent. WebSocketClosedError if it has closed, TypeError for
   * other values.
   */
  send(message: WebSocketMessage): Coroutine<void> {
    return sending(this, frameOf(message, 'send()'))
  }

  /**
   * The next message. Cancelling it loses none. WebSocketClosedError when the connection has closed and all
   * was received, and when the server shuts down (1001). RuntimeError if another task waits for the next
   * message already.
   */
  receive(): Coroutine<WebSocketMessage> {
    return receiving(this)
  }

  /**
   * For `asyncFor`: the next message. The other side's orderly end (1000, 1001, or no code) ends the loop,
   * and so does a shutdown. Other codes, and a break, are a WebSocketClosedError. Leaving the loop leaves the
   * connection open.
   */
  anext(): Coroutine<IteratorResult<WebSocketMessage, undefined>> {
    return next(this)
  }

  /**
   * Closes it in order: sends what was given to `send()`, then a close frame, and waits for that of the other
   * side; after `closeTimeout` it is cut. Cancelling it cuts at once. RangeError for a wrong code.
   */
  close(code: number = 1000, reason: string = ''): Coroutine<void> {
    checkClose(code, reason)
    return closing(this, code, reason, this.#closeTimeout)
  }

  /** Gives it up at once: a close frame is tried for a second, and the task of its function is cancelled. */
  abort(code: number = 1011, reason: string = ''): void {
    checkClose(code, reason)
    if (this.#closed) return
    this._beginClose(code, reason)
    this.#break(new Error(`it was given up (${code}${reason === '' ? '' : `, ${JSON.stringify(reason)}`})`))
  }

  /** @internal */
  get _incoming(): Incoming {
    return this.#incoming
  }

  /** @internal */
  get _outgoing(): Outgoing {
    return this.#outgoing
  }

  /** @internal Why nothing can be sent or received any more; null while it can. */
  get _error(): WebSocketClosedError | null {
    return this.#error
  }

  /** @internal Did the other side take its leave? */
  get _isOrderly(): boolean {
    return this.#closed && !this.#broken && this.#code !== 1006
  }

  /** @internal Waits for the end. */
  _end(): Parked<void, void> {
    return this.#closers.park()
  }

  /** @internal Can anything be sent? */
  get _isOpen(): boolean {
    return this.#raw.readyState === 1
  }

  /** @internal */
  _feed(feeder: Feeder): void {
    if (!this.#closed) this.#outgoing.feed(feeder)
  }

  /** @internal What has arrived is still received, then the end: the server shuts down. */
  _drain(reason: string): void {
    if (this.#closed || this.#error !== null) return
    this.#error = new WebSocketClosedError(this.name, 1001, reason)
    this.#incoming.end()
  }

  /** @internal */
  _beginClose(code: number, reason: string): void {
    if (this.#closed) return
    this._isClosedHere = true
    this.#incoming.discard()
    this.#raw.close(code, reason)
  }

  /** @internal */
  _terminate(): void {
    this.#raw.terminate()
  }

  #lose(ms: number): void {
    this.#break(new Error(`nothing came within ${ms} ms of a ping`))
    this.#raw.terminate()
  }

  #break(cause: unknown): void {
    if (this.#closed || this.#broken) return
    this.#broken = true
    this.#cause = cause
    this.#incoming.discard()
    this.#cut = this.#loop.callLater(LAST_FRAME, () => this.#raw.terminate())
    this._owner?.broke()
  }

  #close(code: number, reason: string): void {
    if (this.#closed) return
    this.#closed = true
    this.#code = code
    this.#pings.stop()
    this.#cut?.cancel()
    const error = new WebSocketClosedError(this.name, code, reason, this.#cause)
    // A shutdown has told the receiver before.
    this.#error ??= error
    this.#outgoing.abort(this.#error)
    this.#incoming.end()
    this.#closers.wakeAll(undefined)
    for (const listener of this._onClosed) listener()
    this._owner?.closed()
  }
}

const sending: (connection: WebSocketConnection, frame: Frame) => Coroutine<void> = coroutine(function* send(
  connection: WebSocketConnection,
  frame: Frame,
) {
  const { _outgoing: outgoing } = connection
  if (connection._isOpen && !outgoing.hasRoom) {
    try {
      yield* outgoing.park()
    } catch (error) {
      if (error === connection._error) connection._told = true
      throw error
    }
    if (connection._isOpen) {
      outgoing.pushGranted(frame)
      return
    }
  }
  if (!connection._isOpen) {
    // The close frame tells why, and may not be here yet.
    if (!connection.isClosed) yield* connection._end()
    throw told(connection)
  }
  outgoing.push(frame)
})

/** The error, which the function has heard by then. */
function told(connection: WebSocketConnection): WebSocketClosedError {
  connection._told = true
  return connection._error as WebSocketClosedError
}

const arriving: (connection: WebSocketConnection) => Coroutine<WebSocketMessage | undefined> = coroutine(
  function* receive(connection: WebSocketConnection) {
    const { _incoming: incoming } = connection
    connection._receives = true
    if (incoming.isWaitedFor) {
      throw new RuntimeError(`another task waits for the next message of ${connection.name} already`)
    }
    for (;;) {
      const message = incoming.take()
      if (message !== undefined || incoming.isOver) return message
      yield* incoming.arrival()
    }
  },
)

const receiving: (connection: WebSocketConnection) => Coroutine<WebSocketMessage> = coroutine(
  function* receive(connection: WebSocketConnection) {
    const message = yield* arriving(connection)
    if (message === undefined) throw told(connection)
    return message
  },
)

const END: IteratorReturnResult<undefined> = { done: true, value: undefined }

const next: (connection: WebSocketConnection) => Coroutine<IteratorResult<WebSocketMessage, undefined>> =
  coroutine(function* anext(connection: WebSocketConnection) {
    const message = yield* arriving(connection)
    if (message !== undefined) return { done: false, value: message }
    const error = told(connection)
    if (isOrderly(error.code)) return END
    throw error
  })

/** The closing handshake, for at most `ms`. */
export const closing: (
  connection: WebSocketConnection,
  code: number,
  reason: string,
  ms: number,
) => Coroutine<void> = coroutine(function* close(
  connection: WebSocketConnection,
  code: number,
  reason: string,
  ms: number,
) {
  if (connection.isClosed) return
  connection._beginClose(code, reason)
  try {
    yield* timeout(ms, function* closingHandshake() {
      yield* connection._end()
    })
  } catch (error) {
    connection._terminate()
    if (!(error instanceof TimeoutError)) throw error
  }
})
