/** Coroutines as the last middleware of Koa, which answers from `ctx` when they have ended. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Awaitable } from '@acoro/core'
import type { RequestContext } from '../server/context.ts'
import type { RequestOptions } from '../server/options.ts'
import { NodeAnswer } from './node-answer.ts'
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
  const middleware = (ctx: Ctx, next: KoaNext): Promise<void> =>
    new Promise((resolve, reject) => {
      const call = (context: RequestContext) => fn(ctx, context as RequestContext<readonly [KoaNext]>)
      new NodeAnswer(
        ctx.req,
        ctx.res,
        settings,
        fn,
        call,
        {
          empty(status, headers) {
            for (const [name, value] of Object.entries(headers)) ctx.set(name, value)
            ctx.body = null
            // Koa knows no 499; and there is no client to get it.
            if (status === 499) ctx.respond = false
            else ctx.status = status
            resolve()
          },
          value: () => resolve(),
          error: reject,
          takeOver() {
            ctx.respond = false
            resolve()
          },
        },
        [next],
      )
    })
  return withRequests(middleware, settings)
}
