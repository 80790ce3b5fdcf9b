/**
 * Coroutines for whatever speaks Request and Response: each request is a task, which the client's leaving
 * cancels.
 *
 * The promise is settled once: by the answer, by the deadline, or when the cancelled task has ended. Where
 * the platform's signal tells of a client that has not gone (after the answer, on Deno), nobody listens any
 * more.
 */

import { type Awaitable, type Coroutine, isAwaitable, type Suspension, type Task } from '@acoro/core'
import { checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { Ear } from '../base/gone.ts'
import { Promised } from '../base/promised.ts'
import { RequestContext } from './context.ts'
import { type Feed, feedOf } from './feed.ts'
import { isResponse } from './is-response.ts'
import { REQUEST_OPTIONS, type RequestOptions, retryAfterSeconds } from './options.ts'
import { outgoingOf } from './outgoing.ts'
import { keepAlive } from './platform.ts'
import { RequestGroup, type ShutdownOptions, type ShutdownReport, shutdown } from './request-group.ts'
import { RequestRun } from './request-run.ts'
import { type Live, start } from './start.ts'

/** Answers a request. */
export type RequestFunction<Platform extends readonly unknown[]> = (
  request: Request,
  context: RequestContext<Platform>,
) => Awaitable<Response>

export interface HandlerOptions<Platform extends readonly unknown[] = readonly unknown[]>
  extends RequestOptions {
  /**
   * Where to hear that the client has gone: by default the answer of Node, if `{ outgoing }` was passed
   * behind the request (`c.env` of Hono) or the request has it (h3), else `request.signal`. A platform whose
   * signal lies can be given another one, or null for none.
   */
  signal?: ((request: Request, ...platform: Platform) => AbortSignal | null) | undefined
}

const OPTIONS: OptionKinds = { ...REQUEST_OPTIONS, signal: 'function' }

/** The result of `handler`: a function from Request to Response, with what its requests do. */
export interface RequestHandler<Platform extends readonly unknown[]> {
  (request: Request, ...platform: Platform): Promise<Response>
  /** How many requests are under way, how many of their background tasks, and how many were refused. */
  statistics(): { active: number; background: number; refused: number }
  /**
   * Refuses new requests, waits for those under way, cancels them after the grace, and waits for their
   * `finally`.
   */
  shutdown(options?: ShutdownOptions): Coroutine<ShutdownReport>
}

/**
 * Makes a function from Request to Response of a coroutine function, for Hono, Bun.serve, Deno.serve, h3 and
 * workers. Each request is a task with a name. It is cancelled once if the client goes before it is answered,
 * or while its body is made, and never otherwise. Errors reject the promise, so that the framework answers
 * 500.
 *
 * @example
 * ```ts
 * import { sleep } from '@acoro/core'
 *
 * const hello = handler(function* (request, { name }) {
 *   yield* sleep(10)
 *   return new Response(`${name}: hello`)
 * })
 * const response = await hello(new Request('http://localhost/greet'))
 * await response.text() // => 'GET /greet: hello'
 *
 * const slow = handler(() => sleep(60_000, new Response()), { timeout: 100 })
 * const late = await slow(new Request('http://localhost/slow'))
 * late.status // => 504
 * ```
 */
export function handler<Platform extends readonly unknown[] = readonly unknown[]>(
  fn: RequestFunction<Platform>,
  options: HandlerOptions<Platform> = {},
): RequestHandler<Platform> {
  if (typeof fn !== 'function') throw new TypeError(`Expected a coroutine function, got ${describeValue(fn)}`)
  checkOptions(options, 'handler()', OPTIONS)
  const { loop, onEnd } = options
  const group = new RequestGroup(loop, options.maxConcurrent)
  const retryAfter = retryAfterSeconds(options)
  const calling = fn as RequestFunction<readonly unknown[]>
  const handle = (request: Request, ...platform: Platform): Promise<Response> => {
    const run = new RequestRun(request.method, request.url, group, onEnd)
    if (group.isFull || run.isClosing) {
      const response = refusal(retryAfter, run.isClosing)
      run.refuse(503)
      return Promise.resolve(response)
    }
    const answer = new Answer(calling, request, platform, run, options as HandlerOptions)
    try {
      start(answer, live, loop)
    } catch (error) {
      // The loop is closed.
      return Promise.reject(error)
    }
    return answer.outcome.promise()
  }
  return Object.assign(handle, {
    statistics: () => ({ active: group.size, background: group.background, refused: group.refused }),
    shutdown: (how: ShutdownOptions = {}) => shutdown(group, how),
  })
}

function refusal(retryAfter: string, isClosing: boolean): Response {
  const headers: Record<string, string> = { 'retry-after': retryAfter }
  if (isClosing) headers.connection = 'close'
  return new Response(null, { status: 503, headers })
}

class Answer implements Live {
  readonly fn: RequestFunction<readonly unknown[]>
  readonly request: Request
  readonly platform: readonly unknown[]
  readonly run: RequestRun
  readonly #options: HandlerOptions
  readonly outcome = new Promised<Response>()
  #signal: AbortSignal | null = null
  /** Listens for the client. */
  #ear: { release(): void } | null = null

  constructor(
    fn: RequestFunction<readonly unknown[]>,
    request: Request,
    platform: readonly unknown[],
    run: RequestRun,
    options: HandlerOptions,
  ) {
    this.fn = fn
    this.request = request
    this.platform = platform
    this.run = run
    this.#options = options
  }

  suspended(task: Task<void>): void {
    const { timeout = Infinity } = this.#options
    this.run.attach(task, timeout, timeout === Infinity ? null : () => this.#answer(504))
    keepAlive(this.platform, task)
    // Not before it waits: to ask is costly on some platforms.
    try {
      this.#listen(this.#options.signal)
    } catch (error) {
      this.run.report('error in the signal', error)
    }
  }

  #listen(signalOf: HandlerOptions['signal']): void {
    const { request, platform } = this
    const outgoing = signalOf === undefined ? outgoingOf(request, platform) : null
    if (outgoing !== null) {
      this.#ear = new Ear(outgoing, this.run)
      return
    }
    const signal = signalOf === undefined ? request.signal : signalOf(request, ...platform)
    if (signal === null) return
    this.#signal = signal
    const onAbort = (): void => void this.run.leave(signal.reason)
    if (signal.aborted) onAbort()
    else {
      signal.addEventListener('abort', onAbort)
      this.#ear = { release: () => signal.removeEventListener('abort', onAbort) }
    }
  }

  neverBegan(): void {
    this.#answer(this.run.outcome === 'shutdown' ? 503 : 499)
    this.end()
  }

  /** Returns what is left to do for the answer: a body to make, or to close. */
  give(response: Response): { feed: Feed; sent: boolean } | null {
    const { run, request } = this
    const feed = feedOf(response)
    const unwanted = run.isCancelled || request.method === 'HEAD'
    if (run.isCancelled) this.#answer(run.outcome === 'shutdown' ? 503 : 499)
    else {
      run.answering()
      run.status = response.status
      this.outcome.resolve(unwanted && response.body !== null ? new Response(null, response) : response)
    }
    if (feed === undefined) {
      if (unwanted) response.body?.cancel().catch(() => {})
      return null
    }
    if (!unwanted && !feed.claim(run)) return null
    return { feed, sent: !unwanted }
  }

  fail(error: unknown): void {
    const { run } = this
    // Promise code under the request's own signal throws its reason before the cancel arrives.
    if (isReasonOf(this.#signal, error) || isReasonOf(ownSignal(this.request), error)) run.leave(error)
    if (run.explains(error)) {
      if (!this.outcome.isSettled) this.#answer(run.outcome === 'shutdown' ? 503 : 499)
      return
    }
    run.error = error
    if (this.outcome.isSettled || run.isCancelled) {
      if (!run.isCancelled) run.outcome = 'failed'
      run.report('error after the answer', error)
      if (!this.outcome.isSettled) this.#answer(run.outcome === 'shutdown' ? 503 : 499)
      return
    }
    run.outcome = 'failed'
    run.status = 500
    this.outcome.reject(error)
  }

  end(): void {
    this.#ear?.release()
    this.run.end()
  }

  #answer(status: number): void {
    if (this.outcome.isSettled) return
    this.run.status = status
    this.outcome.resolve(status === 503 ? refusal('1', true) : new Response(null, { status }))
  }
}

/** The signal of a request; null where there is none, or it cannot be asked. */
function ownSignal(request: Request): AbortSignal | null {
  try {
    return request.signal ?? null
  } catch {
    return null
  }
}

function isReasonOf(signal: AbortSignal | null, error: unknown): boolean {
  return signal?.aborted === true && error === signal.reason
}

function* live(answer: Answer): Generator<Suspension, void, unknown> {
  const { fn, request, platform, run } = answer
  try {
    const returned = fn(request, new RequestContext(run, platform))
    if (!isAwaitable(returned)) throw notAwaitable(fn, returned)
    const response = yield* returned as Awaitable<Response>
    if (!isResponse(response)) throw noResponse(fn, response)
    const body = answer.give(response)
    if (body !== null) yield* body.sent ? body.feed.pump() : body.feed.discard()
  } catch (error) {
    answer.fail(error)
  } finally {
    answer.end()
  }
}

function notAwaitable(fn: unknown, returned: unknown): TypeError {
  const isPromise = typeof (returned as { then?: unknown } | undefined)?.then === 'function'
  const cure = isPromise ? ': an async function needs no handler()' : ': write it as function*'
  return new TypeError(
    `Expected ${describeValue(fn)} to return a coroutine, got ${describeValue(returned)}${cure}`,
  )
}

function noResponse(fn: unknown, value: unknown): TypeError {
  return new TypeError(
    `Expected ${describeValue(fn)} to return a Response, got ${describeValue(value)}: return new Response(…) or Response.json(…)`,
  )
}
