/** Answers for programs with promises: each request is a task, which the client's leaving cancels. */

import type { Task } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import * as web from '@acoro/web'
import { inLoop, named, promised, workOf } from '../face/promised.ts'
import { sourceIn } from './pieces.ts'

type Platforms = readonly unknown[]

/** The face of `RequestContext`. */
export class RequestContext<Platform extends Platforms = Platforms> {
  /** What the platform passed behind the request: the server of Bun, the info of Deno, `env` of a worker. */
  readonly platform: Platform
  readonly #real: web.RequestContext<Platform>

  /** @internal */
  constructor(real: web.RequestContext<Platform>) {
    this.platform = real.platform
    this.#real = real
  }

  /** The name of the task, such as `GET /users/1`. */
  get name(): string {
    return this.#real.name
  }

  /** The task of the request. */
  get task(): Task<unknown> {
    return this.#real.task
  }

  /** Aborted when the task is cancelled: the client has gone, the deadline passed, the server shuts down. */
  get signal(): AbortSignal {
    return this.#real.signal
  }

  /**
   * Starts work that goes on when the request has ended, and is not cancelled with it. A shutdown waits for it, then cancels
   * it. What it throws is reported by the loop, unless the task that this returns is awaited.
   */
  background<T>(
    work: Promise<T> | (() => T | PromiseLike<T>),
    options?: { name?: string | undefined },
  ): Task<T> {
    if (typeof work !== 'function' && !(work instanceof Promise)) {
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
  /** Refuses new requests, waits for those under way, cancels them after the grace, and waits for their `finally`. */
  shutdown(options?: web.ShutdownOptions): Promise<web.ShutdownReport>
}

/**
 * Makes a function from Request to Response of an async function, for Hono, Bun.serve, Deno.serve, h3 and workers. Each request
 * is a task. It is cancelled once if the client goes before it is answered. See `handler` of @acoro/web. TypeError if `fn`
 * is no function.
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
    workOf(() => fn(request, new RequestContext(context)))
  const real = web.handler<Platform>(named(fn as never, answer as never) as never, options)
  return Object.assign((request: Request, ...platform: Platform) => real(request, ...platform), {
    statistics: () => real.statistics(),
    shutdown: promised(real.shutdown) as RequestHandler<Platform>['shutdown'],
  })
}

/** What makes a body: an async iterable, or an async generator function. */
export type AsyncPieces<T> = AsyncIterable<T> | (() => AsyncIterable<T>)

/**
 * A Response whose body an async generator makes, piece by piece, as the client takes it. See `streamed` of @acoro/web. When the
 * client goes, a lowered generator is cancelled where it waits; a native one ends at its next `yield`.
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
