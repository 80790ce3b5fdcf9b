/** Answers for programs with promises: each request is a task, which the client's leaving cancels. */

import type { Task } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import * as web from '@acoro/web'
import { inLoop, named, promised, workOf } from '../face/promised.ts'
import { sourceIn } from './pieces.ts'

type Platforms = readonly unknown[]

/** The face of `RequestContext`: what a request's function is told beside the request. */
export interface RequestContext<Platform extends Platforms = Platforms>
  extends Pick<web.RequestContext<Platform>, 'platform' | 'name' | 'task' | 'signal'> {
  /**
   * Starts work that goes on when the request has ended, and is not cancelled with it. A shutdown waits for
   * it, then cancels it. What it throws is reported by the loop, unless its task is awaited.
   */
  background<T>(
    work: PromiseLike<T> | (() => T | PromiseLike<T>),
    options?: { name?: string | undefined },
  ): Task<T>
}

class Context<Platform extends Platforms> implements RequestContext<Platform> {
  readonly platform: Platform
  readonly #real: web.RequestContext<Platform>

  constructor(real: web.RequestContext<Platform>) {
    this.platform = real.platform
    this.#real = real
  }

  get name(): string {
    return this.#real.name
  }

  get task(): Task<unknown> {
    return this.#real.task
  }

  get signal(): AbortSignal {
    return this.#real.signal
  }

  background<T>(
    work: PromiseLike<T> | (() => T | PromiseLike<T>),
    options?: { name?: string | undefined },
  ): Task<T> {
    const isThenable = typeof work === 'object' && work !== null && 'then' in work
    if (typeof work !== 'function' && !isThenable) {
      throw new TypeError(`Expected an async function or a promise, got ${describeValue(work)}`)
    }
    return inLoop(() => this.#real.background(workOf(work), options)) as Task<T>
  }
}

/** Answers a request: an async function. */
export type RequestFunction<Platform extends Platforms> = (
  request: Request,
  context: RequestContext<Platform>,
) => Response | PromiseLike<Response>

/** The result of `handler`: the face of `RequestHandler`. */
export interface RequestHandler<Platform extends Platforms> {
  (request: Request, ...platform: Platform): Promise<Response>
  /** How many requests are under way, how many of their background tasks, and how many were refused. */
  statistics(): { active: number; background: number; refused: number }
  /**
   * Refuses new requests, waits for those under way, cancels them after the grace, and waits for their
   * `finally`.
   */
  shutdown(options?: web.ShutdownOptions): Promise<web.ShutdownReport>
}

/**
 * Makes a function from Request to Response of an async function, for Hono, Bun.serve, Deno.serve, h3 and
 * workers. Each request is a task. It is cancelled once if the client goes before it is answered: what `fn`
 * awaits of acoro ends then, and so does `fn` itself if it is lowered; native code hears of it by
 * `context.signal`. See `handler` of @acoro/web. TypeError if `fn` is no function.
 *
 * @example
 * ```ts
 * import { sleep } from '@acoro/async'
 * import { handler } from '@acoro/async/web'
 *
 * const hello = handler(async (_request, { name }) => {
 *   await sleep(10)
 *   return new Response(`${name}: hello`)
 * })
 * const response = await hello(new Request('http://localhost/greet'))
 * await response.text() // => 'GET /greet: hello'
 * ```
 */
export function handler<Platform extends Platforms = Platforms>(
  fn: RequestFunction<Platform>,
  options?: web.HandlerOptions<Platform>,
): RequestHandler<Platform> {
  if (typeof fn !== 'function') throw new TypeError(`Expected an async function, got ${describeValue(fn)}`)
  const answer = (request: Request, context: web.RequestContext<Platform>): unknown =>
    workOf(() => fn(request, new Context(context)))
  const real = web.handler<Platform>(named(fn as never, answer as never) as never, options)
  return Object.assign((request: Request, ...platform: Platform) => real(request, ...platform), {
    statistics: () => real.statistics(),
    shutdown: promised(real.shutdown) as RequestHandler<Platform>['shutdown'],
  })
}

/** What makes a body: an async generator function, or an async iterable. */
export type AsyncPieces<T> = AsyncIterable<T> | (() => AsyncIterable<T>)

/**
 * A Response whose body an async generator makes, piece by piece, as the client takes it. See `streamed` of
 * @acoro/web. When the client goes, a lowered generator is cancelled where it waits; a native one ends at its
 * next `yield`.
 *
 * @example
 * ```ts
 * import { sleep } from '@acoro/async'
 * import { streamed } from '@acoro/async/web'
 *
 * const response = streamed(async function* () {
 *   for (let n = 3; n > 0; n--) {
 *     await sleep(10)
 *     yield `${n} `
 *   }
 * })
 * await response.text() // => '3 2 1 '
 * ```
 */
export function streamed(body: AsyncPieces<string | Uint8Array>, init?: ResponseInit): Response {
  return web.streamed(sourceIn(body, 'streamed()') as never, init)
}

/** A Response of server-sent events, which an async generator makes. See `eventStream` of @acoro/web. */
export function eventStream(
  events: AsyncPieces<string | web.OutgoingEvent>,
  options?: web.EventStreamOptions,
): Response {
  return web.eventStream(sourceIn(events, 'eventStream()') as never, options)
}
