/** Options of connections, and their checks. */

import { Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkHost, checkIp, checkPath, checkPort, refuseBoth } from '../base/address.ts'
import { checkIpVersion, checkRequired } from '../base/options.ts'
import { checkClientTls, checkHandshakeTimeout } from './tls-options.ts'

/** Where to connect to: a host and a port, or the path of a Unix socket. Checked before a Network sees it. */
export interface ConnectOptions {
  host?: string | undefined
  port?: number | undefined
  path?: string | undefined
  /**
   * An existing connection instead of an address: a socket of `node:net`, or the file descriptor of an
   * inherited one. The connection becomes its owner.
   */
  sock?: Socket | number | undefined
  /**
   * TLS: true to trust the platform's authorities, or options of `tls.connect` such as `ca`, `servername`,
   * `ALPNProtocols`.
   */
  tls?: boolean | ConnectionOptions | undefined
  /** Timeout of the TLS handshake, ms; 60000 unless given. */
  tlsHandshakeTimeout?: number | undefined
  /** Use only addresses of this version of IP. */
  ipVersion?: 4 | 6 | undefined
  /** The address of this end. */
  localAddress?: string | undefined
  localPort?: number | undefined
  /**
   * For a host with several addresses: after how many ms the next one is tried beside the last; 250 unless
   * given.
   */
  happyEyeballsDelay?: number | undefined
  /** Throw an ExceptionGroup with the error of each address if all failed. */
  allErrors?: boolean | undefined
  keepAlive?: boolean | undefined
}

const kinds: OptionKinds = {
  host: (value) => void value,
  port: (value) => void value,
  path: checkPath,
  sock: checkSock,
  tls: checkClientTls,
  tlsHandshakeTimeout: (value) => void value,
  ipVersion: checkIpVersion,
  localAddress: checkIp,
  localPort: (value) => checkPort(value, 'to connect from', 0),
  happyEyeballsDelay: 'milliseconds',
  allErrors: 'boolean',
  keepAlive: 'boolean',
}

/** Throws TypeError or RangeError if the options cannot be used. `more` are options of `where` itself. */
export function checkConnect(options: ConnectOptions, where: string, more: OptionKinds = {}): void {
  checkRequired(options, where, { ...kinds, ...more })
  const { host, port, path, sock, tls, tlsHandshakeTimeout } = options
  if (sock !== undefined) {
    if ((host ?? port ?? path) !== undefined) {
      throw new TypeError('Expected either sock or an address to connect to, got both')
    }
  } else if (path === undefined) {
    checkHost(host, 'to connect to')
    checkPort(port, 'to connect to', 1)
  } else refuseBoth(options)
  checkHandshakeTimeout(tlsHandshakeTimeout, tls, `the option tlsHandshakeTimeout of ${where}`)
}

function checkSock(value: unknown, what: string): void {
  if (value instanceof Socket || (Number.isInteger(value) && (value as number) >= 0)) return
  throw new TypeError(
    `Expected ${what} to be a connected socket of node:net or a file descriptor, got ${describeValue(value)}`,
  )
}
