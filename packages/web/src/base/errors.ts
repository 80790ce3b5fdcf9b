/**
 * The errors of a request. Each way to fail has a class of its own, because a program treats each in a way of
 * its own: it tries again, gives up, or tells the user.
 *
 * A cancellation stays a CancelledError, a deadline is core's TimeoutError, and the reason of an aborted
 * signal comes out as it is.
 */

/** Sets the `name` on the prototype: that costs nothing per error, and it is not printed as a property. */
export function nameOf(errorClass: { prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true })
}

/** A request of `fetch` failed. The subclass says how. */
export class FetchError extends Error {
  static {
    nameOf(FetchError, 'FetchError')
  }
  /** The method of the request, such as `GET`. */
  readonly method: string
  /** The address of the request. */
  readonly url: string

  constructor(what: string, request: { method: string; url: string }, options?: ErrorOptions) {
    super(`${request.method} ${shortUrl(request.url)}: ${what}`, options)
    this.method = request.method
    this.url = request.url
  }
}

/**
 * No answer came: the name could not be looked up, the connection was refused or broke before the head of the
 * answer. `code` says which. The server may have acted on the request if the connection had been made.
 */
export class ConnectError extends FetchError {
  static {
    nameOf(ConnectError, 'ConnectError')
  }
  /** The platform's code, such as `ECONNREFUSED` or `ENOTFOUND`; undefined if it names none. */
  readonly code: string | undefined

  constructor(request: { method: string; url: string }, cause: unknown) {
    const code = codeOf(cause)
    super(`no answer came${code === undefined ? '' : ` (${code})`}: ${innermost(cause)}`, request, { cause })
    this.code = code
  }
}

/** The connection broke in the body, or the body ended before its announced length. */
export class BodyError extends FetchError {
  static {
    nameOf(BodyError, 'BodyError')
  }
  /** How many bytes of the body had arrived. */
  readonly received: number

  constructor(what: string, request: { method: string; url: string }, received: number, cause?: unknown) {
    super(what, request, cause === undefined ? undefined : { cause })
    this.received = received
  }
}

/** The body, a line, or an event of it is longer than allowed. */
export class BodyTooLargeError extends FetchError {
  static {
    nameOf(BodyTooLargeError, 'BodyTooLargeError')
  }
}

/** The status is not the one that was asked for: see `ensureOk()`. */
export class StatusError extends FetchError {
  static {
    nameOf(StatusError, 'StatusError')
  }
  readonly status: number
  readonly headers: Headers
  /** The header `Retry-After`, which `retry` of `@acoro/service` heeds. */
  readonly retryAfter: string | undefined

  constructor(
    request: { method: string; url: string },
    reply: { status: number; statusText: string; headers: Headers },
    expected: string,
  ) {
    const text = reply.statusText === '' ? '' : ` ${reply.statusText}`
    super(`expected ${expected}, got ${reply.status}${text}`, request)
    this.status = reply.status
    this.headers = reply.headers
    this.retryAfter = reply.headers.get('retry-after') ?? undefined
  }
}

/** The body, or a line of it, is not JSON. */
export class JsonError extends FetchError {
  static {
    nameOf(JsonError, 'JsonError')
  }

  constructor(request: { method: string; url: string }, text: string, where: string, cause: unknown) {
    const got = text === '' ? 'nothing' : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
    super(`expected ${where} to be JSON, got ${got}`, request, { cause })
  }
}

/**
 * The WebSocket has closed: by the other side, by a break (code 1006), or because the server shuts down.
 * `code` and `reason` are those of the close frame.
 */
export class WebSocketClosedError extends Error {
  static {
    nameOf(WebSocketClosedError, 'WebSocketClosedError')
  }
  readonly code: number
  readonly reason: string

  constructor(name: string, code: number, reason: string, cause?: unknown) {
    const text = reason === '' ? '' : `, ${JSON.stringify(reason)}`
    const why = cause instanceof Error ? `: ${cause.message}` : ''
    super(
      `${name}: the WebSocket has closed (${code}${text})${why}`,
      cause === undefined ? undefined : { cause },
    )
    this.code = code
    this.reason = reason
  }
}

/** Addresses carry secrets in the query: messages leave it, and the password, out. */
function shortUrl(url: string): string {
  const end = url.search(/[?#]/)
  return (end < 0 ? url : url.slice(0, end)).replace(/^([a-z]+:\/\/)[^/@]*@/, '$1')
}

function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; depth < 5; depth++) {
    const { code, cause } = read(at)
    if (typeof code === 'string' && code !== '') return code
    at = cause
  }
  return undefined
}

/** The message of the innermost cause: the outer one is «fetch failed» on Node. */
function innermost(error: unknown): string {
  let message = ''
  for (let at = error, depth = 0; depth < 5; depth++) {
    const { message: own, cause } = read(at)
    if (typeof own === 'string' && own !== '') message = own
    at = cause
  }
  return message === '' ? 'the platform gives no reason' : message
}

function read(error: unknown): { code?: unknown; cause?: unknown; message?: unknown } {
  try {
    const { code, cause, message } = error as { code?: unknown; cause?: unknown; message?: unknown }
    return { code, cause, message }
  } catch {
    return {}
  }
}
