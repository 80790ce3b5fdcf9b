/** How the tests of a program hand a WebSocket of their own to the function of an `upgrade(…)`. */

import type { IncomingMessage } from 'node:http'
import type { RawWebSocket } from './raw.ts'

type Accept = (raw: RawWebSocket, request: IncomingMessage) => void

const accepts = new WeakMap<object, Accept>()

export function setAccept(listener: object, accept: Accept): void {
  accepts.set(listener, accept)
}

export function acceptOf(listener: object): Accept | undefined {
  return accepts.get(listener)
}
