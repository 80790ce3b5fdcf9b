/** The client's side of a WebSocket. */

import type { IncomingMessage } from 'node:http'
import { fromCallback } from '@acoro/compat'
import { type Coroutine, coroutine, getRunningLoop, TimeoutError, timeout } from '@acoro/core'
import {
  checkOptions,
  describeValue,
  durationOrInfinity,
  type OptionKinds,
  trackExternal,
} from '@acoro/core/lowlevel'
import { WebSocket } from 'ws'
import { ConnectError, StatusError } from '../base/errors.ts'
import { WebSocketConnection } from './connection.ts'
import { MAX_PAYLOAD, WEB_SOCKET_OPTIONS, type WebSocketOptions } from './connection-options.ts'
import type { RawWebSocket } from './raw.ts'

export interface ConnectWebSocketOptions extends WebSocketOptions {
  /** The protocols that are offered; none by default. */
  protocols?: readonly string[] | undefined
  headers?: Readonly<Record<string, string>> | undefined
  /** How long the connection may take to open, in ms; without limit by default. */
  timeout?: number | undefined
}

const OPTIONS: OptionKinds = {
  ...WEB_SOCKET_OPTIONS,
  protocols: 'object',
  headers: 'object',
  timeout: durationOrInfinity,
}

/**
 * Opens a WebSocket by `ws`. ConnectError if no connection came about, StatusError if the server refused the
 * upgrade, TimeoutError after `timeout` ms. Cancelling it cuts the connection. Close it when it is needed no
 * more; with its loop it is cut.
 */
export function connectWebSocket(
  url: string | URL,
  options: ConnectWebSocketOptions = {},
): Coroutine<WebSocketConnection> {
  checkOptions(options, 'connectWebSocket()', OPTIONS)
  return connecting(addressOf(url), options)
}

function addressOf(url: string | URL): string {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw new TypeError(`Expected an address such as 'ws://host/path', got ${describeValue(url)}`)
  }
  parsed.protocol = parsed.protocol.replace('http', 'ws')
  if (parsed.protocol !== 'ws:' && parsed.protocol !== 'wss:') {
    throw new TypeError(`Expected an address of ws:, wss:, http: or https:, got ${parsed.protocol}`)
  }
  parsed.hash = ''
  return parsed.href
}

const connecting: (url: string, options: ConnectWebSocketOptions) => Coroutine<WebSocketConnection> =
  coroutine(function* connectWebSocket(url: string, options: ConnectWebSocketOptions) {
    const loop = getRunningLoop()
    const { timeout: ms = Infinity, maxPayload = MAX_PAYLOAD } = options
    const request = { method: 'GET', url }
    const raw = new WebSocket(url, [...(options.protocols ?? [])], {
      headers: { ...options.headers },
      maxPayload,
      perMessageDeflate: false,
    })
    // Before it opens: a message may come in the same chunk as the answer.
    const activity = (): number =>
      (raw as unknown as { _socket?: { bytesRead?: number } })._socket?.bytesRead ?? 0
    const connection = new WebSocketConnection(
      raw as unknown as RawWebSocket,
      url.replace(/[?#].*$/, ''),
      loop,
      options,
      activity,
    )
    const external = trackExternal(loop, `the WebSocket to ${connection.name}`, {
      transient: false,
      abandon: () => raw.terminate(),
    })
    connection._onClosed.add(() => external.end())
    const opened = fromCallback<void>((resolve, reject) => {
      raw.once('open', resolve)
      raw.once('error', (error) => reject(new ConnectError(request, error)))
      raw.once('unexpected-response', (_request, answer) => {
        reject(new StatusError(request, replyOf(answer), 'the upgrade to a WebSocket'))
        raw.terminate()
      })
    })
    try {
      yield* timeout(ms === Infinity ? null : ms, opened)
    } catch (error) {
      raw.terminate()
      external.end()
      if (!(error instanceof TimeoutError)) throw error
      throw new TimeoutError(`${connection.name} did not open within ${ms} ms`)
    }
    return connection
  })

function replyOf({ statusCode = 0, statusMessage = '', headers }: IncomingMessage) {
  const own = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) own.set(name, String(value))
  }
  return { status: statusCode, statusText: statusMessage, headers: own }
}
