/** What all who connect or listen check of their options, before anything is begun. */

import { checkMilliseconds, describeValue } from '@acoro/core/lowlevel'
import { checkHost, checkPath, checkPort } from './address.ts'
import type { ConnectOptions, ListenOptions } from './network.ts'

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

function refuseBoth({ host, port }: { host?: unknown; port?: unknown }): void {
  // The address of a server at a Unix socket has both, empty.
  if ((host ?? '') !== '' || (port ?? 0) !== 0) {
    throw new TypeError('Expected either host and port or the path of a Unix socket, got both')
  }
}

function checkObject(options: unknown, what: string): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`Expected options ${what}, an object, got ${describeValue(options)}`)
  }
}
