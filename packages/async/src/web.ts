/**
 * `@acoro/web` for programs with promises. What does not wait (errors, transports) is imported from there.
 */

// Requests

export {
  type EventSourceReader,
  eventSource,
  type FetchOptions,
  type FetchResponse,
  fetch,
  type Pieces,
} from './web/requests.ts'

// Answers

export {
  type AsyncPieces,
  eventStream,
  handler,
  type RequestContext,
  type RequestFunction,
  type RequestHandler,
  streamed,
} from './web/answers.ts'

// Pages

export { frame, idle, LatestTask, visible } from './web/page.ts'
