/** Where to listen, and what is wrong with it before anything is begun. */

import type { TlsOptions } from 'node:tls'
import { checkHost, checkPath, checkPort, refuseBoth } from '../base/address.ts'
import { checkObject } from '../base/options.ts'

/** Where to listen. Checked before a Network sees it. */
export interface ListenOptions {
  /** A name, an IP address or several of them; all interfaces unless given. */
  host?: string | readonly string[] | undefined
  /** 0 lets the platform choose. */
  port?: number | undefined
  /** The path of a Unix socket; one that nobody listens at any more is replaced. */
  path?: string | undefined
  /** TLS: options of `tls.createServer`, such as `key` and `cert`. */
  tls?: TlsOptions | undefined
  tlsHandshakeTimeout?: number | undefined
  /** How many connections may wait to be accepted; 511 unless given. */
  backlog?: number | undefined
  reusePort?: boolean | undefined
  keepAlive?: boolean | undefined
}

/** TypeError or RangeError for where nobody can listen. */
export function checkListen(options: ListenOptions): void {
  checkObject(options, 'of where to listen')
  if (options.path !== undefined) {
    checkPath(options.path)
    refuseBoth(options)
    return
  }
  const { host } = options
  if (host !== undefined)
    for (const one of typeof host === 'string' ? [host] : host) checkHost(one, 'to listen on')
  checkPort(options.port, 'to listen on', 0)
}
