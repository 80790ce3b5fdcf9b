/**
 * Addresses of sockets, as one flat record for IP and Unix sockets alike. Programs write
 * `server.address.port`, and a union would make each of them ask which kind it is first.
 */

import { isIP } from 'node:net'
import { describeValue } from '@acoro/core/lowlevel'

/** One end of a connection. */
export interface Address {
  readonly family: 'IPv4' | 'IPv6' | 'unix'
  /** The IP address; empty for a Unix socket. */
  readonly host: string
  /** The port; 0 for a Unix socket. */
  readonly port: number
  /** The path of a Unix socket; undefined if it has no name, as the client's end has none. */
  readonly path?: string | undefined
}

/** `127.0.0.1:80`, `[::1]:80`, or the path of a Unix socket. */
export function formatAddress(address: Address): string {
  if (address.family === 'unix') return address.path ?? '(unnamed)'
  return formatEndpoint(address.host, address.port)
}

/** `localhost:80`, `[::1]:80`. */
export function formatEndpoint(host: string | undefined, port: number | undefined): string {
  const shown = host ?? '*'
  return `${shown.includes(':') ? `[${shown}]` : shown}:${port ?? 0}`
}

/** Throws if `port` cannot be a port. `lowest` is 0 if the platform may choose one. */
export function checkPort(port: unknown, what: string, lowest: 0 | 1): asserts port is number {
  if (typeof port !== 'number') {
    throw new TypeError(`Expected the port ${what}, a number, got ${describeValue(port)}`)
  }
  if (!Number.isInteger(port) || port < lowest || port > 65535) {
    throw new RangeError(`Expected the port ${what}, ${lowest} to 65535, got ${port}`)
  }
}

/** Throws if `host` cannot be the name or address of a host. */
export function checkHost(host: unknown, what: string): asserts host is string {
  if (typeof host !== 'string' || host === '') {
    throw new TypeError(`Expected the host ${what}, a name or an IP address, got ${describeValue(host)}`)
  }
  if (host.includes('\0')) {
    throw new RangeError(`Expected the host ${what}, without NUL, got ${describeValue(host)}`)
  }
}

/** Throws if `value` is not an IP address. */
export function checkIp(value: unknown, what: string): void {
  if (typeof value === 'string' && isIP(value) !== 0) return
  const Wrong = typeof value === 'string' ? RangeError : TypeError
  throw new Wrong(`Expected ${what} to be an IP address, got ${describeValue(value)}`)
}

/** Throws if `path` cannot be the path of a Unix socket. */
export function checkPath(path: unknown): asserts path is string {
  if (typeof path !== 'string' || path === '') {
    throw new TypeError(`Expected the path of a Unix socket, a string, got ${describeValue(path)}`)
  }
  // On Linux a name that begins with NUL is a socket without a file. Anywhere else NUL would end the name.
  if (path.includes('\0', 1)) {
    throw new RangeError(`Expected the path of a Unix socket, without NUL, got ${describeValue(path)}`)
  }
  // The platform would cut it off silently and bind another socket.
  if (Buffer.byteLength(path) > 107) {
    throw new RangeError(
      `Expected the path of a Unix socket, at most 107 bytes, got ${Buffer.byteLength(path)}`,
    )
  }
}

/** Throws if a host or a port is given beside the path of a Unix socket. */
export function refuseBoth({ host, port }: { host?: unknown; port?: unknown }): void {
  // The address of a server at a Unix socket has both, and both are empty.
  if ((host ?? '') !== '' || (port ?? 0) !== 0) {
    throw new TypeError('Expected either host and port or the path of a Unix socket, got both')
  }
}
