/**
 * `fetch` says «fetch failed» and hides the reason in `cause`, at times as an AggregateError of one cause an
 * address. People want to read «connection refused».
 */

const EXPLANATIONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nobody listens there',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  UND_ERR_SOCKET: 'connection broken off by the server',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connecting took too long',
  UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
}

/** A few words about why a request failed. */
export function explainFailure(error: unknown): string {
  let last = error
  for (const cause of causes(error)) {
    const explanation = EXPLANATIONS[codeOf(cause)]
    if (explanation !== undefined) return explanation
    last = cause
  }
  if (last instanceof Error && last.message === 'bad port')
    return 'a port that fetch, like a browser, refuses'
  // Not in the table: the innermost message is the one that says something.
  return last instanceof Error ? (last.message.split('\n')[0] ?? last.name) : String(last)
}

function* causes(error: unknown): Generator<unknown> {
  yield error
  if (error instanceof AggregateError) for (const each of error.errors) yield* causes(each)
  if (error instanceof Error && error.cause !== undefined) yield* causes(error.cause)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
