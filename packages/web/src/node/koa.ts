/** Coroutines as the last middleware of Koa, which answers from `ctx` when they have ended. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Awaitable } from '@acoro/core'
import { Promised } from '../base/promised.ts'
import type { RequestContext } from '../server/context.ts'
import type { RequestOptions } from '../server/options.ts'
import { NodeAnswer, type Settings } from './node-answer.ts'
import { type Requests, settingsFor, withRequests } from './settings.ts'

/** The members of Koa's context that are used. */
export interface KoaContext {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  status: number
  body: unknown
  respond?: boolean | undefined
  set(name: string, value: string): void
}

/** What `koa` calls. */
export type KoaNext = () => Promise<unknown>

/**
 * A middleware for Koa. Each request is a task, which ends when the client goes. The function sets
 * `ctx.body`, or returns a Response. Errors reject, so Koa's error handling answers them. `context.platform`
 * is `[next]`.
 *
 * ```js
 * import { sleep } from '@acoro/core'
 * import Koa from 'koa'
 *
 * new Koa().use(
 *   koa(function* (ctx) {
 *     yield* sleep(10)
 *     ctx.body = { hello: 'world' }
 *   }),
 * )
 * ```
 */
export function koa<Ctx extends KoaContext = KoaContext>(
  fn: (ctx: Ctx, context: RequestContext<readonly [next: KoaNext]>) => Awaitable<unknown>,
  options: RequestOptions = {},
): ((ctx: Ctx, next: KoaNext) => Promise<void>) & Requests {
  const settings = settingsFor(fn, options, 'koa()')
  const middleware = (ctx: Ctx, next: KoaNext): Promise<void> => {
    const answer = new KoaAnswer(ctx, settings, fn as KoaFunction, [next])
    try {
      answer.begin()
    } catch (error) {
      // The loop is closed.
      return Promise.reject(error)
    }
    return answer.outcome.promise()
  }
  return withRequests(middleware, settings)
}

type KoaFunction = (ctx: KoaContext, context: RequestContext<readonly [next: KoaNext]>) => Awaitable<unknown>

class KoaAnswer extends NodeAnswer {
  readonly outcome = new Promised<void>()
  readonly #ctx: KoaContext

  constructor(ctx: KoaContext, settings: Settings, fn: KoaFunction, platform: readonly [next: KoaNext]) {
    super(ctx.req, ctx.res, settings, fn, platform)
    this.#ctx = ctx
  }

  call(): Awaitable<unknown> {
    const fn = this.fn as KoaFunction
    return fn(this.#ctx, this.context as RequestContext<readonly [next: KoaNext]>)
  }

  protected empty(status: number, headers: Readonly<Record<string, string>>): void {
    const ctx = this.#ctx
    for (const [name, value] of Object.entries(headers)) ctx.set(name, value)
    ctx.body = null
    // Koa knows no 499; and there is no client to get it.
    if (status === 499) ctx.respond = false
    else ctx.status = status
    this.outcome.resolve()
  }

  protected value(): void {
    this.outcome.resolve()
  }

  protected error(error: unknown): void {
    this.outcome.reject(error)
  }

  protected takeOver(): void {
    this.#ctx.respond = false
    this.outcome.resolve()
  }
}
