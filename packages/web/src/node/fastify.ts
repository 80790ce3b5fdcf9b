/**
 * A plugin of Fastify: `app.coroutine(function* (request, reply) { … })` makes a handler.
 *
 * Fastify's own `request.signal` aborts every POST with a body at once, so the `close` of the answer is used.
 * What a plugin of Fastify has to tell about itself are symbols, so nothing has to be installed for that.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { toPromise } from '@acoro/compat'
import type { Awaitable } from '@acoro/core'
import { checkOptions } from '@acoro/core/lowlevel'
import { Promised } from '../base/promised.ts'
import type { RequestContext } from '../server/context.ts'
import { REQUEST_OPTIONS, type RequestOptions } from '../server/options.ts'
import { RequestGroup, SHUTDOWN_OPTIONS, shutdown } from '../server/request-group.ts'
import { NodeAnswer, type Settings } from './node-answer.ts'
import { settingsFor, settingsOf } from './settings.ts'

/** The members of Fastify's request that are used. */
export interface FastifyRequestLike {
  readonly raw: IncomingMessage
}

/** The members of Fastify's reply that are used. */
export interface FastifyReplyLike {
  readonly raw: ServerResponse
  readonly sent: boolean
  code(status: number): unknown
  header(name: string, value: string): unknown
  send(payload?: unknown): unknown
  hijack(): unknown
}

/** The members of a Fastify instance that are used. */
export interface FastifyLike {
  decorate(name: string, value: unknown): unknown
  // biome-ignore lint/suspicious/noExplicitAny: it has an overload for each hook.
  addHook(name: any, hook: any): any
  readonly initialConfig?: { readonly pluginTimeout?: number | undefined } | undefined
}

/** Answers by what it returns, which Fastify serializes, or through `reply`, or returns a Response. */
export type FastifyFunction<Request, Reply> = (
  this: unknown,
  request: Request,
  reply: Reply,
  context: RequestContext<readonly []>,
) => Awaitable<unknown>

/** `app.coroutine`, which the plugin adds. */
export type FastifyCoroutine = <
  Request extends FastifyRequestLike = FastifyRequestLike,
  Reply extends FastifyReplyLike = FastifyReplyLike,
>(
  fn: FastifyFunction<Request, Reply>,
  options?: RequestOptions,
) => (request: Request, reply: Reply) => Promise<unknown>

export interface FastifyPluginOptions extends RequestOptions {
  /** How long `app.close()` waits for requests, in ms; 5000 by default. */
  grace?: number | undefined
  /** How long it waits for their `finally` blocks, in ms; 3000 by default. */
  hardGrace?: number | undefined
}

/**
 * The plugin: `app.register(acoroFastify, { timeout, maxConcurrent })`. It adds `app.coroutine(fn,
 * options?)`. `app.close()` waits `grace` for the requests under way, cancels them, and waits `hardGrace` for
 * their `finally` blocks.
 *
 * ```js
 * import { sleep } from '@acoro/core'
 * import fastify from 'fastify'
 *
 * const app = fastify()
 * await app.register(acoroFastify, { timeout: 5000 })
 * app.get(
 *   '/users/:id',
 *   app.coroutine(function* () {
 *     yield* sleep(10)
 *     return { name: 'Ada' }
 *   }),
 * )
 * ```
 */
export const acoroFastify: (instance: FastifyLike, options: FastifyPluginOptions) => Promise<void> =
  Object.assign(
    async function acoroFastify(instance: FastifyLike, options: FastifyPluginOptions): Promise<void> {
      checkOptions(options, 'the plugin @acoro/web', { ...REQUEST_OPTIONS, ...SHUTDOWN_OPTIONS })
      const shared = settingsOf(options, 'the plugin @acoro/web')
      const { grace = 5000, hardGrace = 3000 } = options
      const limit = instance.initialConfig?.pluginTimeout || Infinity
      if (grace + hardGrace >= limit) {
        throw new RangeError(
          `Expected grace + hardGrace below Fastify's pluginTimeout, ${limit} ms, which cuts app.close() short, got ${grace + hardGrace}: raise pluginTimeout`,
        )
      }
      instance.decorate('coroutine', coroutineOf(shared))
      // `onClose` would come when the last request has ended by itself.
      instance.addHook('preClose', async () => {
        await toPromise(shutdown(shared.group, { grace, hardGrace }))
      })
    },
    {
      [Symbol.for('skip-override')]: true,
      [Symbol.for('fastify.display-name')]: '@acoro/web',
      [Symbol.for('plugin-meta')]: { name: '@acoro/web', fastify: '5.x' },
    },
  )

function coroutineOf(shared: Settings): FastifyCoroutine {
  return (fn, options = {}) => {
    settingsFor(fn, options, 'app.coroutine()')
    const all = { ...shared.options, ...options }
    const settings: Settings = {
      options: all,
      group: new RequestGroup(all.loop, options.maxConcurrent, shared.group),
    }
    return function (this: unknown, request, reply) {
      const answer = new FastifyAnswer(this, request, reply, settings, fn)
      try {
        answer.begin()
      } catch (error) {
        // The loop is closed.
        return Promise.reject(error)
      }
      return answer.outcome.promise()
    }
  }
}

class FastifyAnswer extends NodeAnswer {
  readonly outcome = new Promised<unknown>()
  readonly #self: unknown
  readonly #request: FastifyRequestLike
  readonly #reply: FastifyReplyLike

  constructor(
    self: unknown,
    request: FastifyRequestLike,
    reply: FastifyReplyLike,
    settings: Settings,
    fn: FastifyFunction<never, never>,
  ) {
    super(request.raw, reply.raw, settings, fn, NOTHING)
    this.#self = self
    this.#request = request
    this.#reply = reply
  }

  call(): Awaitable<unknown> {
    const fn = this.fn as FastifyFunction<FastifyRequestLike, FastifyReplyLike>
    return fn.call(this.#self, this.#request, this.#reply, this.context as RequestContext<readonly []>)
  }

  protected empty(status: number, headers: Readonly<Record<string, string>>): void {
    const reply = this.#reply
    if (status === 499 || reply.sent) {
      this.takeOver()
      return
    }
    for (const [name, value] of Object.entries(headers)) reply.header(name, value)
    reply.code(status)
    reply.send()
    this.outcome.resolve(reply)
  }

  protected value(value: unknown): void {
    this.outcome.resolve(value === undefined ? this.#reply : value)
  }

  protected error(error: unknown): void {
    this.outcome.reject(error)
  }

  protected takeOver(): void {
    this.#reply.hijack()
    this.outcome.resolve(this.#reply)
  }
}

const NOTHING = [] as const
