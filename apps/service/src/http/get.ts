/** A client of HTTP: one request, one answer, one connection. If cancelled, the connection is closed. */

import { asyncWith, coroutine } from '@acoro/core'
import { openConnection } from '@acoro/streams'
import { type Place, readHead, text } from './head.ts'

/** An answer that is no success. `retry` waits for as long as its `retryAfter` says. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number
  readonly retryAfter: string | undefined

  constructor(status: number, retryAfter?: string) {
    super(`HTTP ${status}`)
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** Whether the error may be gone at the next attempt. */
export function isTransient(error: unknown): boolean {
  return !(error instanceof HttpError) || error.status === 429 || error.status >= 500
}

export const get = coroutine(function* get(place: Place, path: string) {
  return yield* asyncWith(openConnection(place), function* ([reader, writer]) {
    writer.write(`GET ${path} HTTP/1.1\r\nhost: ${place.host}\r\nconnection: close\r\n\r\n`)
    const { first, headers } = yield* readHead(reader)
    const body = text(yield* reader.readExactly(Number(headers.get('content-length'))))
    const status = Number(first.split(' ')[1])
    if (status !== 200) throw new HttpError(status, headers.get('retry-after'))
    return body
  })
})
