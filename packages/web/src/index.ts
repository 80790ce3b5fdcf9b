/// <reference path="../types/web.d.ts" preserve="true" />

// A blank line behind each heading keeps the formatter from sorting one group into another.

// Requests

export type { BodyChunks } from './client/body.ts'
export type { ServerSentEvent } from './client/event-parser.ts'
export { type EventSourceOptions, EventSourceReader, eventSource } from './client/event-source.ts'
export { type FetchInput, type FetchOptions, fetch } from './client/fetch.ts'
export type { BodyLines } from './client/lines.ts'
export { FetchResponse, type LineOptions } from './client/response.ts'
export {
  currentTransport,
  type FetchTransport,
  type IncomingReply,
  type OutgoingRequest,
} from './client/transport.ts'

// Answers

export { RequestContext } from './server/context.ts'
export { type EventStreamOptions, eventStream, type OutgoingEvent } from './server/event-stream.ts'
export { type HandlerOptions, handler, type RequestFunction, type RequestHandler } from './server/handler.ts'
export type { RequestOptions } from './server/options.ts'
export type { ShutdownOptions, ShutdownReport } from './server/request-group.ts'
export type { EndListener, RequestEnd, RequestOutcome } from './server/request-run.ts'
export { type BodySource, streamed } from './server/streamed.ts'

// Errors

export {
  BodyError,
  BodyTooLargeError,
  ConnectError,
  FetchError,
  JsonError,
  StatusError,
} from './base/errors.ts'
