/**
 * A request of Node, answered by a coroutine through `res`: what node:http, express, koa and fastify share.
 *
 * The frameworks differ in how an error and an empty answer reach the client: each has a class of its own.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { fromPromise } from '@acoro/compat'
import { type Awaitable, isAwaitable, type Suspension, type Task } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { Ear } from '../base/gone.ts'
import { RequestContext } from '../server/context.ts'
import { feedOf } from '../server/feed.ts'
import { isResponse } from '../server/is-response.ts'
import { type RequestOptions, retryAfterSeconds } from '../server/options.ts'
import type { RequestGroup } from '../server/request-group.ts'
import { RequestRun } from '../server/request-run.ts'
import { type Live, start } from '../server/start.ts'
import { writeResponse } from './write-response.ts'

export interface Settings {
  readonly options: RequestOptions
  readonly group: RequestGroup
}

/** Each framework has its own kind. Of the four that answer, one is called, and once. */
export abstract class NodeAnswer implements Live {
  readonly run: RequestRun
  readonly res: ServerResponse
  readonly fn: unknown
  readonly context: RequestContext
  readonly #settings: Settings
  #ear: Ear | null = null
  /** The framework, or the deadline, has its answer. */
  #answered = false

  constructor(
    req: IncomingMessage,
    res: ServerResponse,
    settings: Settings,
    fn: unknown,
    platform: readonly unknown[],
  ) {
    const { method = 'GET' } = req
    // Express cuts off the path of a router.
    const url = (req as { originalUrl?: string }).originalUrl ?? req.url ?? '/'
    this.run = new RequestRun(method, url, settings.group, settings.options.onEnd)
    this.context = new RequestContext(this.run, platform)
    this.res = res
    this.fn = fn
    this.#settings = settings
  }

  /** Calls the function of the user. */
  abstract call(): Awaitable<unknown>

  /** An answer without a body: 503, 504, and 499 if the client has gone. */
  protected abstract empty(status: number, headers: Readonly<Record<string, string>>): void

  /** The function returned something else than a Response. */
  protected abstract value(value: unknown): void

  /** The function threw, and nothing was sent yet. */
  protected abstract error(error: unknown): void

  /** A Response will be written to `res`. */
  protected abstract takeOver(): void

  /** Starts its task, or refuses it. */
  begin(): void {
    const { run } = this
    const { options, group } = this.#settings
    if (group.isFull || run.isClosing) {
      const headers: Record<string, string> = { 'retry-after': retryAfterSeconds(options) }
      if (run.isClosing) headers.connection = 'close'
      this.#answered = true
      this.empty(503, headers)
      run.refuse(503)
      return
    }
    start(this, live, options.loop)
  }

  suspended(task: Task<void>): void {
    const { timeout = Infinity } = this.#settings.options
    this.run.attach(task, timeout, timeout === Infinity ? null : () => this.#empty(504))
    this.#ear = new Ear(this.res, this.run)
  }

  neverBegan(): void {
    this.#empty(this.run.outcome === 'shutdown' ? 503 : 499)
    this.end()
  }

  /** What the function returned. Returns the promise of an answer that is being written. */
  give(value: unknown): Promise<void> | null {
    const { run, res } = this
    const response = isResponse(value) ? value : null
    if (run.isCancelled || (response !== null && res.headersSent)) {
      void response?.body?.cancel().catch(() => {})
      if (!run.isCancelled)
        throw new TypeError(
          `Expected one answer of ${run.name}: it has written to res, and returned a Response`,
        )
      this.#empty(499)
      return null
    }
    run.answering()
    this.#answered = true
    if (response === null) {
      this.value(value)
      return null
    }
    this.takeOver()
    const { req } = res as { req?: { method?: string } }
    if (req?.method !== 'HEAD') feedOf(response)?.claim(run)
    return writeResponse(res, response)
  }

  fail(error: unknown): void {
    const { run, res } = this
    if (run.explains(error)) {
      this.#empty(run.outcome === 'shutdown' ? 503 : 499)
      return
    }
    run.error = error
    if (run.isCancelled) run.report('error after the end', error)
    else run.outcome = 'failed'
    if (res.headersSent || res.closed) {
      // Half of an answer is out: a cut says so.
      if (!res.writableEnded) res.destroy()
      if (!run.isCancelled) run.report('error after the answer had begun', error)
      this.#settle()
    } else if (run.isCancelled) this.#empty(run.outcome === 'shutdown' ? 503 : 499)
    else if (!this.#answered) {
      this.#answered = true
      run.status = 500
      this.error(error)
    } else run.report('error after the answer', error)
  }

  end(): void {
    this.#ear?.release()
    if (this.run.status === 0) this.run.status = this.res.statusCode
    this.run.end()
  }

  #empty(status: number): void {
    const { res, run } = this
    if (res.headersSent) {
      // The deadline, or a shutdown, in the middle of an answer.
      if (!res.writableEnded) res.destroy()
      this.#settle()
      return
    }
    if (this.#answered) return
    this.#answered = true
    run.status = status
    this.empty(status, status === 503 ? { 'retry-after': '1', connection: 'close' } : {})
  }

  /** Nothing more is to be sent: the framework is told that it was done. */
  #settle(): void {
    if (this.#answered) return
    this.#answered = true
    this.takeOver()
  }
}

function* live(answer: NodeAnswer): Generator<Suspension, void, unknown> {
  const { run, fn } = answer
  try {
    const returned = answer.call()
    if (!isAwaitable(returned)) throw notAwaitable(fn, returned)
    const value: unknown = yield* returned
    const writing = answer.give(value)
    if (writing !== null) {
      // It may be rejected while the body is still made.
      writing.catch(() => {})
      const feed = feedOf(value as Response)
      if (feed !== undefined && run.method === 'HEAD') yield* feed.discard()
      else if (feed?.isOf(run) === true) yield* feed.pump()
      yield* fromPromise(writing)
    }
  } catch (error) {
    answer.fail(error)
  } finally {
    answer.end()
  }
}

function notAwaitable(fn: unknown, returned: unknown): TypeError {
  return new TypeError(
    `Expected ${describeValue(fn)} to return a coroutine, got ${describeValue(returned)}: write it as function*`,
  )
}
