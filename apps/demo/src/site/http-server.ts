import { coroutine, sleep } from '@acoro/core'
import {
  ConnectionError,
  IncompleteReadError,
  type Server,
  type StreamReader,
  type StreamWriter,
  startServer,
} from '@acoro/streams'

/**
 * As much of HTTP/1.1 as the bundled site needs, on streams: a coroutine for each connection reads requests
 * and writes replies. A reply is plain data. It can also do what no framework allows: never come, hang up, or
 * break off half-way.
 */

export interface Request {
  readonly method: string
  /** The path with its query. */
  readonly target: string
  readonly host: string
}

export interface Reply {
  readonly status: number
  readonly type?: string
  readonly location?: string
  readonly body?: string
  /** The delay of the reply, in ms. */
  readonly delay?: number
  /** What goes wrong with the reply. */
  readonly fate?: 'silent' | 'hang-up' | 'cut'
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  302: 'Found',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** Serves the replies that `reply` returns on the loopback interface; port 0 is any free one. */
export const serveHttp = coroutine(function* serveHttp(port: number, reply: (request: Request) => Reply) {
  const onClient = coroutine(function* serveClient(reader: StreamReader, writer: StreamWriter) {
    try {
      for (;;) {
        const request = parseHead(yield* reader.readUntil('\r\n\r\n'))
        if (!(yield* send(request, reply(request), reader, writer))) return
      }
    } catch (error) {
      // The client has left, between two requests or in the middle of a reply.
      if (!(error instanceof IncompleteReadError) && !(error instanceof ConnectionError)) throw error
    }
  })
  const server: Server = yield* startServer(onClient, { host: '127.0.0.1', port })
  return server
})

/** Returns whether the connection can be used again. */
const send = coroutine(function* send(
  request: Request,
  reply: Reply,
  reader: StreamReader,
  writer: StreamWriter,
) {
  yield* sleep(reply.delay ?? 0)
  if (reply.fate === 'silent') {
    // Waits until the client gives up.
    yield* reader.read(1)
    return false
  }
  if (reply.fate === 'hang-up') {
    writer.transport.abort()
    return false
  }
  const body = new TextEncoder().encode(reply.body ?? '')
  const length = reply.fate === 'cut' ? 2 * body.length : body.length
  writer.write(headOf(reply, length))
  if (request.method !== 'HEAD') writer.write(body)
  yield* writer.drain()
  return reply.fate !== 'cut'
})

function headOf({ status, type, location }: Reply, length: number): string {
  const lines = [`HTTP/1.1 ${status} ${REASONS[status] ?? ''}`, `content-length: ${length}`]
  if (type !== undefined) lines.push(`content-type: ${type}`)
  if (location !== undefined) lines.push(`location: ${location}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

function parseHead(bytes: Uint8Array): Request {
  const head = new TextDecoder().decode(bytes)
  const [method = '', target = '/'] = head.split(' ', 2)
  return { method, target, host: /^host: *(.*)$/im.exec(head)?.[1]?.trim() ?? '' }
}
