/**
 * The life of one WebSocket's task, whatever carries its messages.
 *
 * A client leaves in two ways. If the connection breaks, the task is cancelled. If the client closes it in
 * order, what it sent is still received, and the next `receive()` tells of the end. A function that does not
 * hear of it that way is cancelled, too: at once if it has never received, else after `closeTimeout`.
 *
 *   opened --the function ends--> close frame: 1000, 1011 if it threw, 1001 in a shutdown--> closed--> ended
 */

import type { IncomingMessage } from 'node:http'
import {
  type Awaitable,
  type EventLoop,
  isAwaitable,
  isCancelledError,
  type Suspension,
  type Task,
} from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { RequestContext } from '../server/context.ts'
import type { RequestRun } from '../server/request-run.ts'
import { type Live, loopFor, start } from '../server/start.ts'
import { type ConnectionOwner, closing, WebSocketConnection } from './connection.ts'
import { CLOSE_TIMEOUT, type WebSocketOptions } from './connection-options.ts'
import type { RawWebSocket } from './raw.ts'

/** Talks with a client. When it returns, the connection is closed. */
export type WebSocketFunction = (
  socket: WebSocketConnection,
  request: IncomingMessage,
  context: RequestContext<readonly []>,
) => Awaitable<unknown>

export interface TalkOptions extends WebSocketOptions {
  loop?: EventLoop | undefined
}

export class Talk implements Live, ConnectionOwner {
  readonly run: RequestRun
  readonly fn: WebSocketFunction
  readonly request: IncomingMessage
  readonly connection: WebSocketConnection
  readonly closeTimeout: number
  readonly loop: EventLoop
  readonly #release: () => void
  /** The function has ended: what closes now is no client that left. */
  #isOver = false

  constructor(
    raw: RawWebSocket,
    request: IncomingMessage,
    activity: () => number,
    run: RequestRun,
    fn: WebSocketFunction,
    options: TalkOptions,
  ) {
    this.run = run
    this.fn = fn
    this.request = request
    this.loop = loopFor(options.loop)
    this.closeTimeout = options.closeTimeout ?? CLOSE_TIMEOUT
    this.connection = new WebSocketConnection(raw, run.name, this.loop, options, activity)
    this.connection._owner = this
    this.#release = run.onClosing(() => this.connection._drain(SHUTDOWN))
    start(this, live, options.loop)
  }

  suspended(task: Task<void>): void {
    this.run.attach(task, Infinity, null)
  }

  neverBegan(): void {
    this.connection._beginClose(1001, SHUTDOWN)
    this.end()
  }

  broke(): void {
    if (!this.#isOver) this.run.leave()
  }

  closed(): void {
    const { connection } = this
    if (this.#isOver || connection._isClosedHere) return
    if (!connection._isOrderly || !connection._receives) this.run.leave()
    else this.#wait()
  }

  /** The function has returned. */
  over(): void {
    this.#isOver = true
  }

  /** What it threw. Returns the code to close with. */
  fail(error: unknown): number {
    this.#isOver = true
    const { run, connection } = this
    if (run.explains(error) || isCancelledError(error)) return 1001
    if (error === connection._error) {
      // The client has left, and the function let the error pass that told so.
      if (!run.isClosing) run.outcome = 'left'
      return 1001
    }
    run.outcome = 'failed'
    run.error = error
    run.report('error in the WebSocket', error)
    return 1011
  }

  end(): void {
    this.#release()
    this.run.status = 101
    this.run.end()
  }

  /** The client has closed in order; the function may still receive what it sent. */
  #wait(): void {
    this.loop.callLater(this.closeTimeout, () => {
      const { connection } = this
      if (this.#isOver || connection._told) return
      if (connection.statistics().unread > 0) this.#wait()
      else this.run.leave()
    })
  }
}

const SHUTDOWN = 'the server shuts down'

function* live(talk: Talk): Generator<Suspension, void, unknown> {
  const { fn, connection, request, run } = talk
  let code = 1000
  try {
    const returned = fn(connection, request, new RequestContext(run, []))
    if (!isAwaitable(returned)) throw notAwaitable(fn, returned)
    yield* returned
    talk.over()
  } catch (error) {
    code = talk.fail(error)
  }
  try {
    const isClosing = run.isClosing
    if (code === 1000 && isClosing) code = 1001
    const ms = isClosing || run.isCancelled ? Math.min(talk.closeTimeout, 1000) : talk.closeTimeout
    yield* closing(connection, code, isClosing ? SHUTDOWN : '', ms)
  } catch (error) {
    // A second cancel, which has cut the connection.
    if (!isCancelledError(error)) throw error
  } finally {
    talk.end()
  }
}

function notAwaitable(fn: unknown, returned: unknown): TypeError {
  return new TypeError(
    `Expected ${describeValue(fn)} to return a coroutine, got ${describeValue(returned)}: write it as function*`,
  )
}
