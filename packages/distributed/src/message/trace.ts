/**
 * The trace that a job belongs to, by W3C Trace Context. It is input like any other: what is malformed is
 * dropped.
 */

/** `traceparent` and `tracestate`, as in the headers of HTTP. */
export interface TraceContext {
  readonly traceparent: string
  readonly tracestate?: string | undefined
}

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/
const TRACESTATE = /^[\x20-\x7e]*$/
const LONGEST_STATE = 512

/** A trace context without what is malformed; undefined if nothing of it can be used. */
export function checkTrace(given: unknown): TraceContext | undefined {
  const { traceparent, tracestate } = (given ?? {}) as Partial<Record<keyof TraceContext, unknown>>
  if (typeof traceparent !== 'string' || !TRACEPARENT.test(traceparent)) return undefined
  if (typeof tracestate !== 'string' || tracestate === '' || !TRACESTATE.test(tracestate))
    return { traceparent }
  return { traceparent, tracestate: cut(tracestate) }
}

/** As the telemetry of BullMQ writes it into a job. */
export function writeTrace(given: unknown): string | undefined {
  const trace = checkTrace(given)
  return trace === undefined ? undefined : JSON.stringify(trace)
}

export function readTrace(text: unknown): TraceContext | undefined {
  if (typeof text !== 'string' || text.length > 4096) return undefined
  try {
    return checkTrace(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Cut at the end of a member: half of one would be a wrong one. */
function cut(state: string): string {
  if (state.length <= LONGEST_STATE) return state
  return state.slice(0, Math.max(0, state.lastIndexOf(',', LONGEST_STATE)))
}
