/** The options of `serve`, and their checks. */

import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { countFrom, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { SHUTDOWN_OPTIONS, type ShutdownOptions } from '../server/request-group.ts'

export interface ServeOptions extends ShutdownOptions {
  /** 0, the default, is any free port. */
  port?: number | undefined
  /** By default all addresses of the machine. */
  host?: string | undefined
  /**
   * Signals that close it, such as `['SIGTERM', 'SIGINT']`; a second one ends the waiting. None by default.
   */
  signals?: readonly NodeJS.Signals[] | undefined
  /** A server that is made already, of node:https or with options of one's own. It must not listen yet. */
  server?: Server | undefined
  /**
   * Answers upgrades: the result of `upgrade(…)` of `@acoro/web/ws`, or a listener that chooses one by the
   * path.
   */
  upgrade?: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined
}

export const SERVE_OPTIONS: OptionKinds = {
  ...SHUTDOWN_OPTIONS,
  port: countFrom(0),
  host: 'string',
  upgrade: 'function',
  signals(value, what) {
    if (
      Array.isArray(value) &&
      value.every((name) => typeof name === 'string' && /^SIG[A-Z0-9]+$/.test(name))
    )
      return
    throw new TypeError(
      `Expected ${what} to be a list of signals such as 'SIGTERM', got ${describeValue(value)}`,
    )
  },
  server(value, what) {
    if (typeof (value as Partial<Server> | null)?.listen === 'function') return
    throw new TypeError(`Expected ${what} to be a server of node:http, got ${describeValue(value)}`)
  },
}
