/** The options of `upgrade`, and their checks. */

import type { IncomingMessage } from 'node:http'
import { describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { REQUEST_OPTIONS, type RequestOptions } from '../server/options.ts'
import { WEB_SOCKET_OPTIONS, type WebSocketOptions } from './connection-options.ts'

export interface UpgradeOptions extends WebSocketOptions, Omit<RequestOptions, 'timeout'> {
  /**
   * Which pages may connect: browsers connect from any page, with the cookies of the user. By default those
   * of the same host, and clients that are no browsers, which send no `Origin`. A list such as
   * `['https://app.example']`, a function, or `'any'`. Others get 403.
   */
  origins?: readonly string[] | 'any' | ((origin: string, request: IncomingMessage) => boolean) | undefined
  /** The protocols that the function speaks, the best one first; none by default. */
  protocols?: readonly string[] | undefined
  /**
   * Whether messages are compressed (permessage-deflate); false by default, because it costs memory for each
   * client.
   */
  compress?: boolean | undefined
}

const { timeout: _timeout, ...requestOptions } = REQUEST_OPTIONS as OptionKinds & { timeout: unknown }

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

export const UPGRADE_OPTIONS: OptionKinds = {
  ...requestOptions,
  ...WEB_SOCKET_OPTIONS,
  origins(value, what) {
    if (value === 'any' || typeof value === 'function' || isTexts(value)) return
    throw new TypeError(
      `Expected ${what} to be a list such as ['https://app.example'], a function or 'any', got ${describeValue(value)}`,
    )
  },
  protocols(value, what) {
    if (isTexts(value) && value.every((name) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))) return
    throw new TypeError(
      `Expected ${what} to be a list of names such as 'chat.v1', got ${describeValue(value)}`,
    )
  },
  compress: 'boolean',
}

/** May the page that `request` comes from connect? */
export function isWelcome(request: IncomingMessage, origins: UpgradeOptions['origins']): boolean {
  const { origin, host } = request.headers
  if (origin === undefined || origins === 'any') return true
  if (typeof origins === 'function') return origins(origin, request)
  if (origins !== undefined) return origins.includes(origin)
  try {
    return new URL(origin).host === host?.toLowerCase()
  } catch {
    return false
  }
}
