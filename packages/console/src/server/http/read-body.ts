/** Reads the JSON of a request. What a viewer asks is small, so a large body is refused before it is read. */

import type { IncomingMessage } from 'node:http'

/** The most bytes of a request's body. */
export const MOST_BODY: number = 64 * 1024

/** A body that is too large, or no JSON object. */
export class BadBody extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The object in the body. BadBody if there is none. */
export async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > MOST_BODY) throw new BadBody(413, `Expected at most ${MOST_BODY} bytes`)
    parts.push(part)
  }
  let value: unknown
  try {
    value = JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw new BadBody(400, 'Expected JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadBody(400, 'Expected a JSON object')
  }
  return value as Readonly<Record<string, unknown>>
}
