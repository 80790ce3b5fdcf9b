/** A client of `upgrade(…)` for tests: no network, no promise, so time is virtual. */

import type { IncomingMessage } from 'node:http'
import { getRunningLoop } from '@acoro/core'
import { checkOptions, describeValue, duration, type OptionKinds } from '@acoro/core/lowlevel'
import { acceptOf } from '../socket/accept.ts'
import { WebSocketConnection } from '../socket/connection.ts'
import { WEB_SOCKET_OPTIONS, type WebSocketOptions } from '../socket/connection-options.ts'
import type { UpgradeListener } from '../socket/upgrade.ts'
import { FakeEnd } from './fake-wire.ts'

/** Those of the client's side. By default it does not ping. */
export interface FakeWebSocketOptions extends Omit<WebSocketOptions, 'maxPayload'> {
  /** The path and query that are asked for; `/` by default. */
  url?: string | undefined
  headers?: Readonly<Record<string, string>> | undefined
  /** How long a frame takes each way, in ms; 1 by default. */
  latency?: number | undefined
}

const OPTIONS: OptionKinds = { ...WEB_SOCKET_OPTIONS, url: 'string', headers: 'object', latency: duration }

/** A client that a test plays. */
export interface FakeWebSocket {
  /** Its side of the connection. */
  readonly socket: WebSocketConnection
  /** Its network goes: nothing arrives any more, on either side, and nobody is told. */
  vanish(): void
  /** It is cut: both sides are told. */
  cut(): void
}

/**
 * Connects to the function of `upgrade(…)` on the running loop, without a network. Nothing of the handshake
 * is tested: neither origins nor limits.
 *
 * @example
 * ```ts
 * import { VirtualLoop } from '@acoro/testing'
 * import { upgrade } from '@acoro/web/ws'
 *
 * const greeter = upgrade(function* (socket, request) {
 *   yield* socket.send(`hello, ${request.url}`)
 * })
 * const loop = new VirtualLoop()
 * loop.runSync(function* () {
 *   const { socket } = fakeWebSocket(greeter, { url: '/Ada', latency: 30 })
 *   return [yield* socket.receive(), loop.time()]
 * }) // => ['hello, /Ada', 30]
 * ```
 */
export function fakeWebSocket(listener: UpgradeListener, options: FakeWebSocketOptions = {}): FakeWebSocket {
  checkOptions(options, 'fakeWebSocket()', OPTIONS)
  const accept = typeof listener === 'function' ? acceptOf(listener) : undefined
  if (accept === undefined) {
    throw new TypeError(`Expected the result of upgrade(…), got ${describeValue(listener)}`)
  }
  const loop = getRunningLoop()
  const { url = '/', headers = {}, latency = 1, pingInterval = Infinity } = options
  const server = new FakeEnd(loop, latency)
  const client = new FakeEnd(loop, latency)
  server.other = client
  client.other = server
  const socket = new WebSocketConnection(
    client,
    `ws://fake${url}`,
    loop,
    { ...options, pingInterval },
    () => 0,
  )
  accept(server, { method: 'GET', url, headers } as unknown as IncomingMessage)
  return {
    socket,
    vanish() {
      client.hasVanished = server.hasVanished = true
    },
    cut: () => client.terminate(),
  }
}
