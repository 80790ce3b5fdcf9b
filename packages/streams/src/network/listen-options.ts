/** Options of servers, and their checks. */

import type { TlsOptions } from 'node:tls'
import { describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkHost, checkPath, checkPort, refuseBoth } from '../base/address.ts'
import { checkRequired } from '../base/options.ts'
import { checkHandshakeTimeout, checkServerTls } from './tls-options.ts'

/** Where to listen. Checked before a Network sees it. */
export interface ListenOptions {
  /** A name, an IP address or a list of them; all interfaces unless given. */
  host?: string | readonly string[] | undefined
  /** The port; 0 lets the platform choose. */
  port?: number | undefined
  /** The path of a Unix socket. A socket there that has no server any more is replaced. */
  path?: string | undefined
  /** The file descriptor of an inherited socket instead of an address, for example from systemd. */
  sock?: number | undefined
  /** False keeps the file of a Unix socket when the server is closed. */
  cleanupSocket?: boolean | undefined
  /** TLS: options of `tls.createServer`, such as `key` and `cert`. */
  tls?: TlsOptions | undefined
  /** Timeout of each TLS handshake, ms; 60000 unless given. */
  tlsHandshakeTimeout?: number | undefined
  /**
   * Called for each TLS handshake that failed, with a TlsError, a ConnectionResetError or a TimeoutError that
   * has the `address` of the client. A failed handshake ends that client only, and is not reported anywhere
   * else.
   */
  onHandshakeError?: ((error: Error) => void) | undefined
  /** How many connections may wait to be accepted; 511 unless given. */
  backlog?: number | undefined
  reusePort?: boolean | undefined
  keepAlive?: boolean | undefined
}

const kinds: OptionKinds = {
  host: checkHosts,
  port: (value) => void value,
  path: checkPath,
  sock: 'count',
  cleanupSocket: 'boolean',
  tls: checkServerTls,
  tlsHandshakeTimeout: (value) => void value,
  onHandshakeError: 'function',
  backlog: 'count',
  reusePort: 'boolean',
  keepAlive: 'boolean',
}

/** Throws TypeError or RangeError if the options cannot be used. `more` are options of `where` itself. */
export function checkListen(options: ListenOptions, where: string, more: OptionKinds = {}): void {
  checkRequired(options, where, { ...kinds, ...more })
  const { host, port, path, sock, tls, tlsHandshakeTimeout, onHandshakeError } = options
  if (sock !== undefined) {
    if ((host ?? port ?? path) !== undefined) {
      throw new TypeError('Expected either sock or an address to listen at, got both')
    }
  } else if (path === undefined) {
    if (host === '') checkHost(host, 'to listen on')
    checkPort(port, 'to listen on', 0)
  } else refuseBoth(options)
  checkHandshakeTimeout(tlsHandshakeTimeout, tls, `the option tlsHandshakeTimeout of ${where}`)
  if (onHandshakeError !== undefined && tls === undefined) {
    throw new TypeError(`the option onHandshakeError of ${where} means nothing without tls`)
  }
}

function checkHosts(value: unknown, what: string): void {
  if (typeof value === 'string') {
    // The address of a server at a Unix socket has an empty host.
    if (value !== '') checkHost(value, 'to listen on')
    return
  }
  if (!Array.isArray(value)) {
    throw new TypeError(
      `Expected ${what} to be a name, an IP address or a list of them, got ${describeValue(value)}`,
    )
  }
  if (value.length === 0)
    throw new RangeError(`Expected ${what} to have at least one host, got an empty list`)
  for (const one of value) checkHost(one, 'to listen on')
}
