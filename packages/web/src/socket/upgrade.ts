/** WebSockets of a server: each is a task, as a request is. */

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { checkOptions, describeValue, loopOfCall, trackExternal } from '@acoro/core/lowlevel'
import { type ServerOptions, WebSocketServer } from 'ws'
import { type Requests, withRequests } from '../node/settings.ts'
import { retryAfterSeconds } from '../server/options.ts'
import { RequestGroup } from '../server/request-group.ts'
import { RequestRun } from '../server/request-run.ts'
import { setAccept } from './accept.ts'
import { CLOSE_TIMEOUT, MAX_PAYLOAD } from './connection-options.ts'
import type { RawWebSocket } from './raw.ts'
import { refuse } from './refuse.ts'
import { Talk, type WebSocketFunction } from './talk.ts'
import { isWelcome, UPGRADE_OPTIONS, type UpgradeOptions } from './upgrade-options.ts'

/** A listener for the event `upgrade` of node:http. */
export interface UpgradeListener extends Requests {
  (request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/**
 * A listener for the event `upgrade` of a server, and for the option `upgrade` of `serve`. Each WebSocket is
 * a task with a name, which ends when the client goes. When the function returns, the connection is closed
 * with 1000; if it throws, with 1011, and the error is reported. A shutdown ends `receive()`, waits for the
 * function, and closes with 1001. TypeError for wrong options.
 *
 * @example
 * ```ts real-time
 * import { asyncFor, run } from '@acoro/core'
 * import { serve } from '@acoro/web/node'
 *
 * const echo = upgrade(function* (socket) {
 *   yield* asyncFor(socket, (message) => socket.send(message))
 * })
 * await run(function* main() {
 *   const server = yield* serve((_req, res) => void res.end(), { upgrade: echo })
 *   const socket = yield* connectWebSocket(server.url)
 *   yield* socket.send('hello')
 *   const answer = yield* socket.receive()
 *   yield* socket.close()
 *   yield* server.close()
 *   return answer
 * }) // => 'hello'
 * ```
 */
export function upgrade(fn: WebSocketFunction, options: UpgradeOptions = {}): UpgradeListener {
  if (typeof fn !== 'function') throw new TypeError(`Expected a coroutine function, got ${describeValue(fn)}`)
  checkOptions(options, 'upgrade()', UPGRADE_OPTIONS)
  const group = new RequestGroup(options.loop, options.maxConcurrent)
  const { protocols = [] } = options
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: options.maxPayload ?? MAX_PAYLOAD,
    perMessageDeflate: options.compress ?? false,
    // For a client that has sent its close frame, and reads no more.
    closeTimeout: options.closeTimeout ?? CLOSE_TIMEOUT,
    handleProtocols: (offered: Set<string>) => protocols.find((name) => offered.has(name)) ?? false,
  } as ServerOptions)
  const runOf = (request: IncomingMessage): RequestRun =>
    new RequestRun('GET', request.url ?? '/', group, options.onEnd)
  const listener = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const run = runOf(request)
    const status = statusFor(request, options.origins, run)
    if (status !== 101) {
      refuse(socket, status)
      run.refuse(status)
      return
    }
    if (group.isFull || run.isClosing) {
      refuse(socket, 503, { 'retry-after': retryAfterSeconds(options) })
      run.refuse(503)
      return
    }
    let isUpgraded = false
    const activity = (): number => (socket as { bytesRead?: number }).bytesRead ?? 0
    server.handleUpgrade(request, socket, head, (raw) => {
      isUpgraded = true
      try {
        const { loop } = new Talk(raw as unknown as RawWebSocket, request, activity, run, fn, options)
        const external = trackExternal(loop, `the WebSocket ${run.name}`, {
          transient: false,
          abandon: () => raw.terminate(),
        })
        raw.once('close', () => external.end())
      } catch (exception) {
        // Its loop is closed.
        raw.terminate()
        loopOfCall().callExceptionHandler({ message: `${run.name} could not begin`, exception })
      }
    })
    // No handshake of a WebSocket: ws has answered 400.
    if (!isUpgraded) run.refuse(400)
  }
  setAccept(listener, (raw, request) => new Talk(raw, request, () => 0, runOf(request), fn, options))
  return withRequests(listener, { options, group })
}

/** 101 if the page may connect, else 403; 500 if the function that says so threw. */
function statusFor(request: IncomingMessage, origins: UpgradeOptions['origins'], run: RequestRun): number {
  try {
    return isWelcome(request, origins) ? 101 : 403
  } catch (exception) {
    loopOfCall().callExceptionHandler({ message: `error in the option origins, for ${run.name}`, exception })
    return 500
  }
}
