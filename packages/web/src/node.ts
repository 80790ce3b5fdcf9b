/// <reference path="../types/web.d.ts" preserve="true" />

// A blank line behind each heading keeps the formatter from sorting one group into another.

// Servers

export { type ServedApp, serve, WebServer } from './node/serve.ts'
export type { ServeOptions } from './node/serve-options.ts'

// Ways to answer

export { type FetchHandler, toListener } from './node/listener.ts'
export {
  type ExpressHandler,
  express,
  type Next,
  type NodeFunction,
  nodeHandler,
} from './node/node-handler.ts'
export type { Requests } from './node/settings.ts'

// Frameworks

export {
  acoroFastify,
  type FastifyCoroutine,
  type FastifyFunction,
  type FastifyLike,
  type FastifyPluginOptions,
  type FastifyReplyLike,
  type FastifyRequestLike,
} from './node/fastify.ts'
export { type KoaContext, type KoaNext, koa } from './node/koa.ts'
