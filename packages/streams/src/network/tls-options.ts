/**
 * Options of TLS, and their checks.
 *
 * They are handed to `node:tls`, which finds some mistakes only in the middle of a handshake, in a callback
 * where an exception ends the process. Those mistakes are found here.
 */

import { isIP } from 'node:net'
import type { ConnectionOptions, TlsOptions } from 'node:tls'
import { checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkTimeout } from '../base/options.ts'

/** asyncio's `ssl_handshake_timeout`, ms. */
export const TLS_HANDSHAKE_TIMEOUT = 60_000

const shared: OptionKinds = {
  ALPNProtocols: checkProtocols,
  rejectUnauthorized: 'boolean',
  pskCallback: 'function',
  minDHSize: 'count',
  highWaterMark: 'count',
}

const client: OptionKinds = {
  ...shared,
  host: 'string',
  servername: checkServername,
  checkServerIdentity: 'function',
  session: checkBytes,
}

const server: OptionKinds = {
  ...shared,
  requestCert: 'boolean',
  SNICallback: 'function',
  ALPNCallback: 'function',
  sessionTimeout: 'count',
  ticketKeys: checkBytes,
}

/** Checks `tls` of a client: true, false, or options of `tls.connect`. */
export function checkClientTls(tls: unknown, what: string): void {
  if (typeof tls === 'boolean') return
  if (typeof tls !== 'object' || tls === null) {
    throw new TypeError(
      `Expected ${what} to be true, false or an object, options of tls.connect, got ${describeValue(tls)}`,
    )
  }
  checkOptions(tls, what, client)
}

/** Checks `tls` of a server: options of `tls.createServer`, with a certificate. */
export function checkServerTls(tls: unknown, what: string): void {
  if (typeof tls !== 'object' || tls === null) {
    throw new TypeError(
      `Expected ${what} to be an object, options of tls.createServer, got ${describeValue(tls)}`,
    )
  }
  checkOptions(tls, what, server)
  const { cert, pfx, SNICallback, pskCallback, ciphers } = tls as TlsOptions
  if ((cert ?? pfx ?? SNICallback ?? pskCallback) !== undefined) return
  if (typeof ciphers === 'string' && /NULL|ADH|AECDH/.test(ciphers)) return
  throw new TypeError(
    `Expected ${what} to have a certificate, key and cert or pfx, or an SNICallback that finds one: no client could agree on TLS with it`,
  )
}

/** Checks the timeout of a handshake: above 0, and only together with `tls`. */
export function checkHandshakeTimeout(timeout: unknown, tls: unknown, what: string): void {
  if (timeout === undefined) return
  checkTimeout(timeout, what)
  if (tls === undefined || tls === false) throw new TypeError(`${what} means nothing without tls`)
}

/**
 * Options for a client that connects to `host`. The host's name is sent and checked unless the options say
 * another.
 */
export function clientTls(tls: boolean | ConnectionOptions, host: string | undefined): ConnectionOptions {
  const options = tls === true || tls === false ? {} : tls
  return {
    ...options,
    host: options.host ?? host ?? 'localhost',
    servername: options.servername ?? (host === undefined || isIP(host) !== 0 ? '' : host),
  }
}

function checkServername(value: unknown, what: string): void {
  if (typeof value === 'string' && !value.includes('\0')) return
  throw new TypeError(`Expected ${what} to be the name of a host, a string, got ${describeValue(value)}`)
}

function checkProtocols(value: unknown, what: string): void {
  if (ArrayBuffer.isView(value)) return
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return
  throw new TypeError(`Expected ${what} to be a list of strings, or bytes, got ${describeValue(value)}`)
}

function checkBytes(value: unknown, what: string): void {
  if (ArrayBuffer.isView(value)) return
  throw new TypeError(`Expected ${what} to be bytes (a Buffer), got ${describeValue(value)}`)
}
