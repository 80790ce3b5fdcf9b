/**
 * Who may ask. Pages of other sites can send requests to this port, and with DNS rebinding also under a name
 * of their own. So the Host and the Origin have to be exactly ours, as text: browsers and parsers of
 * addresses take `127.1` and `0x7f.1` for 127.0.0.1, too. What is asked also needs the token of this start.
 *
 * Headers may hold anything, and none of it is parsed here.
 */

import { timingSafeEqual } from 'node:crypto'
import { TOKEN_HEADER } from '../../protocol/limits.ts'

/** The parts of a request that decide. Header names are lower case. */
export interface Asked {
  readonly method: string
  readonly url: string
  /** Names and values in turns, as they came. */
  readonly rawHeaders: readonly string[]
}

/** What the server expects. */
export interface Expected {
  /** `127.0.0.1:4711` and the like. */
  readonly hosts: ReadonlySet<string>
  readonly token: string
}

/** Why a request is refused. */
export interface Refusal {
  readonly status: number
  readonly error: string
}

/** Refuses whatever did not come under our own name. Holds for every request, files of the page included. */
export function refuseForeign({ rawHeaders }: Asked, { hosts }: Expected): Refusal | undefined {
  const sent = valuesOf(rawHeaders, 'host')
  if (sent.length !== 1 || !hosts.has(sent[0] as string)) {
    return {
      status: 403,
      error: `Expected one Host header, ${[...hosts].join(' or ')}: allow other names with the option hostNames`,
    }
  }
  const own = `http://${sent[0]}`
  const origins = valuesOf(rawHeaders, 'origin')
  if (origins.length > 1 || (origins.length === 1 && origins[0] !== own)) {
    return { status: 403, error: 'Expected the Origin of this page, or none' }
  }
  if (valuesOf(rawHeaders, 'sec-fetch-site').some((site) => site !== 'same-origin' && site !== 'none')) {
    return {
      status: 403,
      error: 'Expected a request of this page, got one of another site: paste the address into the browser',
    }
  }
  return undefined
}

/** Refuses what is not a POST of JSON with the token. Holds for everything but the files of the page. */
export function refuseStranger({ method, url, rawHeaders }: Asked, { token }: Expected): Refusal | undefined {
  if (method !== 'POST') return { status: 405, error: 'Expected the method POST' }
  if (url.includes('?'))
    return { status: 400, error: `Expected no query: the token belongs in ${TOKEN_HEADER}` }
  const types = valuesOf(rawHeaders, 'content-type')
  if (types.length !== 1 || !/^application\/json(?:$|\s*;)/i.test(types[0] as string)) {
    return { status: 415, error: 'Expected the content-type application/json' }
  }
  const tokens = valuesOf(rawHeaders, TOKEN_HEADER)
  if (tokens.length !== 1 || !isSame(tokens[0] as string, token)) {
    return {
      status: 401,
      error: `Expected the token of this start in ${TOKEN_HEADER}: open the address it printed`,
    }
  }
  return undefined
}

/** Compares in a time that depends on neither text, but for the length of what was sent. */
function isSame(sent: string, token: string): boolean {
  const expected = Buffer.from(token)
  const got = Buffer.alloc(expected.length)
  // Whatever was sent, as many bytes are compared.
  const written = got.write(sent, 'utf8')
  const equal = timingSafeEqual(got, expected)
  return equal && written === expected.length && Buffer.byteLength(sent) === expected.length
}

function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if ((rawHeaders[at] as string).toLowerCase() === name) values.push(rawHeaders[at + 1] as string)
  }
  return values
}
