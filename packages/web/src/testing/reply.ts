/** What a fake server answers: a status, a body that comes at once or piece by piece, and how it breaks. */

import type { AsyncSource } from '@acoro/core'
import { checkOptions, countFrom, describeValue, duration, type OptionKinds } from '@acoro/core/lowlevel'
import { bytesOf } from '../base/encode.ts'

export interface ReplyOptions {
  /** 200 by default. */
  status?: number | undefined
  statusText?: string | undefined
  headers?: Record<string, string> | undefined
  /** How long until the head of the answer comes, in ms. */
  delay?: number | undefined
  /** The connection breaks after so many bytes of the body. */
  breakAfter?: number | undefined
  /** Whether the body then seems to end there, as on platforms that hide it; false by default. */
  quietly?: boolean | undefined
}

const OPTIONS: OptionKinds = {
  status: countFrom(200),
  statusText: 'string',
  headers: 'object',
  delay: duration,
  breakAfter: countFrom(0),
  quietly: 'boolean',
}

/** An answer of a fake server: see `reply` and `refuse`. */
export interface FakeReply {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  readonly body: Uint8Array | AsyncSource<string | Uint8Array> | null
  readonly delay: number
  readonly breakAfter: number | undefined
  readonly quietly: boolean
  /** No answer at all: the code of the error. */
  readonly refused: string | undefined
}

/**
 * The answer of a fake server. The body is text, bytes, a source of these, null for none, or any other value,
 * which becomes JSON.
 */
export function reply(body: unknown = null, options: ReplyOptions = {}): FakeReply {
  checkOptions(options, 'reply()', OPTIONS)
  const headers = new Headers(options.headers)
  return {
    status: options.status ?? 200,
    statusText: options.statusText ?? '',
    headers,
    body: bodyOf(body, headers),
    delay: options.delay ?? 0,
    breakAfter: options.breakAfter,
    quietly: options.quietly ?? false,
    refused: undefined,
  }
}

/** No answer: the connection is refused, or what `code` says; after `delay` ms. */
export function refuse(code = 'ECONNREFUSED', options: { delay?: number | undefined } = {}): FakeReply {
  if (typeof code !== 'string')
    throw new TypeError(`Expected the code of an error, got ${describeValue(code)}`)
  return { ...reply(null, options), refused: code }
}

function bodyOf(body: unknown, headers: Headers): FakeReply['body'] {
  if (body === null) return null
  if (typeof (body as Partial<AsyncSource<unknown>>).anext === 'function') return body as AsyncSource<string>
  const isPlain = typeof body !== 'string' && !ArrayBuffer.isView(body) && !(body instanceof ArrayBuffer)
  if (isPlain && !headers.has('content-type')) headers.set('content-type', 'application/json')
  const bytes = bytesOf(isPlain ? JSON.stringify(body) : body, 'the body of reply()')
  if (!headers.has('content-length')) headers.set('content-length', String(bytes.byteLength))
  return bytes
}
