/**
 * A server of HTTP: answers in JSON, keeps connections open between requests, and stops in order.
 *
 * While it drains, it still answers, and each answer is the last one of its connection. Idle connections are
 * closed, because their clients may keep them open for ever. When it is cancelled, it accepts no more
 * connections, and finishes the answers that are under way.
 */

import { type Awaitable, coroutine, sleep, throwIfCancelled } from '@acoro/core'
import type { PartScope } from '@acoro/service'
import {
  formatAddress,
  IncompleteReadError,
  type StreamReader,
  type StreamWriter,
  startServer,
} from '@acoro/streams'
import { type Place, readHead } from './head.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** Answers to `GET path`. What it throws is an answer with status 500. */
export type Pages = (path: string) => Awaitable<Answer>

export const serveHttp = coroutine(function* serveHttp(part: PartScope, place: Place, pages: Pages) {
  /** The connections on which no request is under way. */
  const idle = new Set<StreamWriter>()
  const closeIdle = () => {
    for (const writer of idle) writer.close()
  }

  function* connection(reader: StreamReader, writer: StreamWriter) {
    do {
      idle.add(writer)
      const request = yield* nextRequest(reader)
      idle.delete(writer)
      if (request === undefined) return
      const { status, body } = yield* answerTo(request, pages)
      writer.write(message(status, JSON.stringify(body), part.draining))
      yield* writer.drain()
    } while (!part.draining)
  }

  const server = yield* startServer(connection, place)
  part.onDrain(closeIdle)
  part.started()
  console.log(`listening on ${formatAddress(server.address)}`)
  try {
    yield* sleep(Infinity)
  } finally {
    server.close()
    closeIdle()
    yield* server.waitClosed()
  }
})

/** The first line of the next request; undefined if the client has closed the connection. */
const nextRequest = coroutine(function* nextRequest(reader: StreamReader) {
  try {
    const { first } = yield* readHead(reader)
    return first
  } catch (error) {
    if (error instanceof IncompleteReadError) return undefined
    throw error
  }
})

const answerTo = coroutine(function* answerTo(request: string, pages: Pages) {
  const [method, path = ''] = request.split(' ')
  if (method !== 'GET') return { status: 405, body: { error: `Expected a GET, got '${method}'` } }
  try {
    return yield* pages(path)
  } catch (error) {
    throwIfCancelled(error)
    return { status: 500, body: { error: String(error) } }
  }
})

function message(status: number, body: string, last: boolean): string {
  const head = [
    `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Error'}`,
    'content-type: application/json',
    `content-length: ${new TextEncoder().encode(body).length}`,
    `connection: ${last ? 'close' : 'keep-alive'}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
