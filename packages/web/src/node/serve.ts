/**
 * A server of node:http that ends as it should.
 *
 *   listening --close()--> draining --all answered, or grace--> cancelling --all ended, or hardGrace--> closed
 *
 * While it drains it accepts nothing new, answers carry `Connection: close`, and what still comes gets 503.
 * Whatever clients do, silent, half-open, endless, `close()` ends within grace + hardGrace, because the
 * sockets are destroyed then.
 */

import { AsyncLocalStorage } from 'node:async_hooks'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fromCallback } from '@acoro/compat'
import {
  type Coroutine,
  coroutine,
  type EventLoop,
  getRunningLoop,
  RuntimeError,
  shield,
  sleep,
  type Task,
  TimeoutError,
  timeout,
} from '@acoro/core'
import {
  checkOptions,
  describeValue,
  type External,
  ExternalFuture,
  trackExternal,
} from '@acoro/core/lowlevel'
import { RequestGroup, type ShutdownReport } from '../server/request-group.ts'
import { scope } from '../server/scope.ts'
import { Connections } from './connections.ts'
import { type FetchHandler, toListener } from './listener.ts'
import { SERVE_OPTIONS, type ServeOptions } from './serve-options.ts'

/** Which server a request came through. */
const servers = new AsyncLocalStorage<RequestGroup>()
scope.current = () => servers.getStore() ?? null

/**
 * An application: a listener, a function from Request to Response inside an object, as Hono's and a worker's.
 */
export type ServedApp = RequestListener | { readonly fetch: FetchHandler }

/** A server that listens. */
export class WebServer {
  readonly url: string
  readonly port: number
  /** Node's own. */
  readonly server: Server
  /** @internal */
  readonly _group: RequestGroup
  /** @internal */
  readonly _connections: Connections
  /** @internal */
  readonly _options: ServeOptions
  #closing: Task<ShutdownReport> | null = null
  readonly #release: () => void
  #external: External
  #hurry = false
  #wake: (() => void) | null = null

  /** @internal */
  constructor(server: Server, group: RequestGroup, connections: Connections, options: ServeOptions) {
    this.server = server
    this._group = group
    this._connections = connections
    this._options = options
    const { port, address, family } = server.address() as AddressInfo
    this.port = port
    const host =
      address === '::' || address === '0.0.0.0' ? 'localhost' : family === 'IPv6' ? `[${address}]` : address
    this.url = `http${'key' in server ? 's' : ''}://${host}:${port}`
    const loop = group.loop as EventLoop
    this.#external = trackExternal(loop, `the server at ${this.url}`, {
      transient: false,
      abandon: () => {
        connections.destroyAll()
        server.close()
      },
    })
    this.#release = this.#listen(options.signals ?? [])
  }

  /** How many requests, WebSockets and background tasks are under way, and how many sockets are open. */
  statistics(): { active: number; webSockets: number; background: number; sockets: number } {
    return {
      active: this._connections.answers,
      webSockets: this._connections.upgraded,
      background: this._group.background,
      sockets: this._connections.sockets,
    }
  }

  /**
   * Stops accepting, waits `grace` for what is under way, cancels it, waits `hardGrace` for `finally` blocks,
   * and destroys what is open then. Calling it again waits for the same end. A cancel ends the waiting:
   * everything is cut at once.
   */
  close(): Coroutine<ShutdownReport> {
    return closing(this)
  }

  /** Waits until it is closed, by `close()` or a signal. If this is cancelled, it closes the server first. */
  serveForever(): Coroutine<ShutdownReport> {
    return serving(this)
  }

  /** Ends the waiting of `close()`: what is under way is cancelled and cut now. */
  abort(): void {
    this.#hurry = true
    this.#wake?.()
  }

  /** @internal */
  get _hurried(): boolean {
    return this.#hurry
  }

  /** @internal */
  _begin(): Task<ShutdownReport> {
    this.#closing ??= (this._group.loop as EventLoop).createTask(shutDown(this), {
      name: `close ${this.url}`,
    })
    return this.#closing
  }

  /** @internal Is nothing under way? With `tasksOnly`, answers that no coroutine makes do not count. */
  _isQuiet(tasksOnly: boolean): boolean {
    return this._hurried || (this._group._isIdle && (tasksOnly || this._connections.answers === 0))
  }

  /** @internal */
  _onChange(wake: (() => void) | null): void {
    this.#wake = wake
    this._connections.onChange(() => this.#wake?.())
  }

  /** @internal */
  _ended(): void {
    this.#release()
    this.#external.end()
  }

  #listen(signals: readonly NodeJS.Signals[]): () => void {
    let count = 0
    const listener = (): void => {
      if (count++ === 0) void this._begin()
      else this.abort()
    }
    for (const signal of signals) process.on(signal, listener)
    return () => {
      for (const signal of signals) process.removeListener(signal, listener)
    }
  }
}

/**
 * Starts a server for an application: a listener such as express', Koa's `app.callback()` or
 * `nodeHandler(…)`, or an object with `fetch`, such as Hono's. Its coroutines run on the loop of the caller.
 * Errors of the platform, such as EADDRINUSE, are thrown.
 *
 * @example
 * ```ts real-time
 * import { run } from '@acoro/core'
 * import { fetch, handler } from '@acoro/web'
 *
 * await run(function* main() {
 *   const server = yield* serve({ fetch: handler(function* () { return new Response('hello') }) })
 *   const response = yield* fetch(server.url)
 *   const text = yield* response.text()
 *   return [text, yield* server.close()]
 * }) // => ['hello', { underWay: 0, cancelled: 0, late: [] }]
 * ```
 */
export function serve(app: ServedApp, options: ServeOptions = {}): Coroutine<WebServer> {
  checkOptions(options, 'serve()', SERVE_OPTIONS)
  const listener = typeof app === 'function' ? app : toListener(fetchOf(app))
  if (options.server?.listening === true) {
    throw new RuntimeError('Expected a server that does not listen yet: serve() does that')
  }
  return starting(listener, options)
}

function fetchOf(app: unknown): FetchHandler {
  const { fetch } = (app ?? {}) as { fetch?: FetchHandler }
  if (typeof fetch === 'function') return (request, env) => fetch.call(app, request, env)
  throw new TypeError(
    `Expected a listener (req, res), or an object with fetch(request), got ${describeValue(app)}`,
  )
}

const starting: (listener: RequestListener, options: ServeOptions) => Coroutine<WebServer> = coroutine(
  function* serve(listener: RequestListener, options: ServeOptions) {
    const server = options.server ?? createServer()
    const group = new RequestGroup(getRunningLoop())
    const connections = new Connections(server)
    server.on('request', (req, res) => {
      connections.note(req, res)
      servers.run(group, () => listener(req, res))
    })
    const { upgrade } = options
    if (upgrade !== undefined) {
      server.on('upgrade', (req, socket, head) => {
        connections.noteUpgrade(socket)
        servers.run(group, () => upgrade(req, socket, head))
      })
    }
    let early = 0
    const note = (): void => void early++
    const signals = options.signals ?? []
    for (const signal of signals) process.on(signal, note)
    try {
      yield* fromCallback<void>((resolve, reject) => {
        server.once('error', reject)
        server.once('listening', resolve)
        server.listen(options.port ?? 0, options.host)
        return () => {
          server.removeListener('error', reject)
          server.removeListener('listening', resolve)
        }
      })
    } catch (error) {
      server.close()
      throw error
    } finally {
      for (const signal of signals) process.removeListener(signal, note)
    }
    const web = new WebServer(server, group, connections, options)
    // A signal that came while it started.
    if (early > 0) void web._begin()
    return web
  },
)

const closing: (web: WebServer) => Coroutine<ShutdownReport> = coroutine(function* close(web: WebServer) {
  const task = web._begin()
  try {
    return yield* shield(task)
  } catch (error) {
    if (!task.done()) {
      web.abort()
      yield* shield(task)
    }
    throw error
  }
})

const serving: (web: WebServer) => Coroutine<ShutdownReport> = coroutine(function* serveForever(
  web: WebServer,
) {
  const ended = new ExternalFuture<void>(getRunningLoop(), `the end of the server at ${web.url}`, false)
  const end = (): void => {
    if (!ended.done()) ended.setResult(undefined)
  }
  web.server.once('close', end)
  try {
    if (web.server.listening) yield* ended
  } catch (error) {
    yield* closing(web)
    throw error
  } finally {
    web.server.removeListener('close', end)
  }
  return yield* closing(web)
})

/** Waits until nothing is under way, for `ms`, or until `abort()`. Returns whether nothing is. */
const quiet: (web: WebServer, ms: number, tasksOnly: boolean) => Coroutine<boolean> = coroutine(
  function* requestsUnderWay(web: WebServer, ms: number, tasksOnly: boolean) {
    try {
      yield* timeout(ms === Infinity ? null : ms, function* untilQuiet() {
        while (!web._isQuiet(tasksOnly)) {
          const change = new ExternalFuture<void>(getRunningLoop(), 'the requests under way', false)
          const wake = (): void => {
            if (!change.done()) change.setResult(undefined)
          }
          const release = web._group._watch(wake)
          web._onChange(wake)
          try {
            yield* change
          } finally {
            release()
            web._onChange(null)
          }
        }
      })
      return !web._hurried
    } catch (error) {
      if (error instanceof TimeoutError) return false
      throw error
    }
  },
)

const shutDown: (web: WebServer) => Coroutine<ShutdownReport> = coroutine(function* shutDown(web: WebServer) {
  const { grace = 10_000, hardGrace = 5000, reason = 'the server shuts down' } = web._options
  const { _group: group, _connections: connections, server } = web
  const underWay = connections.answers + connections.upgraded
  let cancelled = 0
  let late: readonly string[] = []
  let isClosed = false
  try {
    group.close()
    connections.close()
    server.close(() => {
      isClosed = true
    })
    if (!(yield* quiet(web, grace, false))) {
      cancelled = group.cancelAll(reason)
      // What no coroutine answers cannot be cancelled, only cut.
      yield* quiet(web, hardGrace, true)
      // Without a grace, too, a `finally` that need not wait runs.
      for (let i = 0; i < 3 && !group._isIdle; i++) yield* sleep(0)
      late = group.names()
    }
  } finally {
    connections.destroyAll()
    if (!isClosed) yield* fromCallback<void>((resolve) => void server.once('close', resolve))
    yield* fromCallback<void>((resolve) => connections.onEmpty(() => resolve()))
    web._ended()
  }
  return { underWay, cancelled, late }
})
