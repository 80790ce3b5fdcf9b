/** What requests and answers of HTTP have in common: a first line and headers. */

import { coroutine } from '@acoro/core'
import type { StreamReader } from '@acoro/streams'

export interface Place {
  readonly host: string
  readonly port: number
}

export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

export const readHead = coroutine(function* readHead(reader: StreamReader) {
  const [first = '', ...lines] = text(yield* reader.readUntil('\r\n\r\n'))
    .trimEnd()
    .split('\r\n')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { first, headers }
})
