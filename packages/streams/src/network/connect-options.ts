/** Where to connect to, and what is wrong with it before anything is begun. */

import type { ConnectionOptions } from 'node:tls'
import { checkMilliseconds } from '@acoro/core/lowlevel'
import { checkHost, checkPath, checkPort, refuseBoth } from '../base/address.ts'
import { checkObject } from '../base/options.ts'

/** Where to connect to: a host and a port, or the path of a Unix socket. Checked before a Network sees it. */
export interface ConnectOptions {
  host?: string | undefined
  port?: number | undefined
  path?: string | undefined
  /** TLS: true for the platform's authorities, or options of `tls.connect` such as `ca`, `servername`, `ALPNProtocols`. */
  tls?: boolean | ConnectionOptions | undefined
  /** Longest wait for the TLS handshake, ms; 60000 unless given. */
  tlsHandshakeTimeout?: number | undefined
  /** Only addresses of this version of IP. */
  ipVersion?: 4 | 6 | undefined
  /** The local end. */
  localAddress?: string | undefined
  localPort?: number | undefined
  /** A host with several addresses: ms after which the next one is tried beside the last; 250 unless given. */
  happyEyeballsDelay?: number | undefined
  /** Throw an ExceptionGroup of what each address said, where all failed. */
  allErrors?: boolean | undefined
  keepAlive?: boolean | undefined
}

/** TypeError or RangeError for what cannot be connected to. */
export function checkConnect(options: ConnectOptions): void {
  checkObject(options, 'of what to connect to')
  if (options.path !== undefined) {
    checkPath(options.path)
    refuseBoth(options)
  } else {
    checkHost(options.host, 'to connect to')
    checkPort(options.port, 'to connect to', 1)
  }
  if (options.happyEyeballsDelay !== undefined)
    checkMilliseconds(options.happyEyeballsDelay, 'happyEyeballsDelay')
  if (options.tlsHandshakeTimeout !== undefined)
    checkMilliseconds(options.tlsHandshakeTimeout, 'tlsHandshakeTimeout')
}
