/**
 * `fetch` says «fetch failed» and hides the reason in `cause`, sometimes as an AggregateError with an error
 * for each address. Users want to read «connection refused».
 */

/** Failures that would come again. */
const LASTING: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate cannot be verified',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate cannot be verified',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of its answer are too long',
}

/** Failures that may be gone the next time. */
const PASSING: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nobody listens there',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  UND_ERR_SOCKET: 'connection broken off by the server',
  EAI_AGAIN: 'the name of the host cannot be resolved',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connecting took too long',
  UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
}

export interface Explanation {
  /** The reason in a few words. */
  readonly reason: string
  /** Would the same request fail again? */
  readonly lasting: boolean
}

/** Explains why a request failed, and whether a retry makes sense. */
export function explainFailure(error: unknown): Explanation {
  let last = error
  for (const cause of causes(error)) {
    const code = codeOf(cause)
    const lasting = LASTING[code]
    if (lasting !== undefined) return { reason: lasting, lasting: true }
    const passing = PASSING[code]
    if (passing !== undefined) return { reason: passing, lasting: false }
    // The HTTP parser refused a status line, a header or a length. Newer Nodes say so in the message alone.
    if (code.startsWith('HPE_') || messageOf(cause).startsWith('Response does not match the HTTP'))
      return { reason: `its answer is not HTTP: ${messageOf(cause)}`, lasting: true }
    last = cause
  }
  if (messageOf(last) === 'bad port')
    return { reason: 'a port that fetch, like a browser, refuses', lasting: true }
  // Not in the tables: the innermost message tells the most.
  return { reason: messageOf(last), lasting: false }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error)
}

function* causes(error: unknown): Generator<unknown> {
  yield error
  if (error instanceof AggregateError) for (const each of error.errors) yield* causes(each)
  if (error instanceof Error && error.cause !== undefined) yield* causes(error.cause)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
