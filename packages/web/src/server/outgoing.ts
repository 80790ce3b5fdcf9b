/**
 * Node's answer behind a request, where a framework passes it on: its `close` tells that the client has gone.
 *
 * `request.signal` says so, too, if the framework makes none that lies. But an AbortSignal takes longer than
 * all else that a request needs, and on HTTP/2 that of Hono is never aborted. So it is asked only where there
 * is no answer of Node.
 */

import type { Outgoing } from '../base/gone.ts'

/** `c.env` of Hono on Node, and what `toListener` passes. */
interface Bindings {
  readonly outgoing?: unknown
}

/** The requests of srvx, which h3 uses. */
interface Runtimed {
  readonly runtime?: { readonly node?: { readonly res?: unknown } | undefined } | undefined
}

/** The answer of Node, or null if the platform is another one, or tells nothing. */
export function outgoingOf(request: Request, platform: readonly unknown[]): Outgoing | null {
  const bindings = platform[0] as Bindings | null | undefined
  if (typeof bindings === 'object' && bindings !== null && isOutgoing(bindings.outgoing)) {
    return bindings.outgoing
  }
  const res = (request as Runtimed).runtime?.node?.res
  return isOutgoing(res) ? res : null
}

function isOutgoing(value: unknown): value is Outgoing {
  return (
    typeof value === 'object' &&
    value !== null &&
    'writableEnded' in value &&
    typeof (value as Partial<Outgoing>).on === 'function' &&
    typeof (value as Partial<Outgoing>).removeListener === 'function'
  )
}
