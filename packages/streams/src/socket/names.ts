/** Names and addresses, from the platform's files and name service. */

import { lookupService } from 'node:dns'
import { isIP } from 'node:net'
import { type Coroutine, coroutine, type Suspension } from '@acoro/core'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { checkHost, checkPort, formatEndpoint } from '../base/address.ts'
import { checkIpVersion } from '../base/options.ts'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'
import { addressesOf } from './lookup.ts'

/** One address of a host. */
export interface HostAddress {
  readonly family: 'IPv4' | 'IPv6'
  readonly host: string
}

/**
 * Looks up the addresses of a host, in the order in which `openConnection` tries them. HostNotFoundError if
 * it has none. asyncio: `loop.getaddrinfo`.
 *
 * @example
 * ```ts real-time
 * import { run } from '@acoro/core'
 * import { getAddrInfo } from '@acoro/streams'
 *
 * await run(getAddrInfo('127.0.0.1')) // => [{ family: 'IPv4', host: '127.0.0.1' }]
 * ```
 */
export function getAddrInfo(host: string, options: { ipVersion?: 4 | 6 } = {}): Coroutine<HostAddress[]> {
  checkHost(host, 'to look up')
  checkOptions(options, 'getAddrInfo()', { ipVersion: checkIpVersion })
  return lookingUp(host, options.ipVersion)
}

const lookingUp: (host: string, ipVersion: 4 | 6 | undefined) => Coroutine<HostAddress[]> = coroutine(
  function* getAddrInfo(host: string, ipVersion: 4 | 6 | undefined) {
    const found = yield* addressesOf(host, ipVersion)
    return found.map(
      ({ address, family }): HostAddress => ({ family: family === 6 ? 'IPv6' : 'IPv4', host: address }),
    )
  },
)

/**
 * Looks up the names of an IP address and of a port. HostNotFoundError if the address has none. asyncio:
 * `loop.getnameinfo`.
 */
export function getNameInfo(address: {
  host: string
  port: number
}): Coroutine<{ host: string; service: string }> {
  if (typeof address !== 'object' || address === null) {
    throw new TypeError(`Expected an address to name, { host, port }, got ${describeValue(address)}`)
  }
  checkHost(address.host, 'to name')
  checkPort(address.port, 'to name', 0)
  if (isIP(address.host) === 0) throw new RangeError(`Expected an IP address to name, got ${address.host}`)
  return naming(address.host, address.port)
}

type Naming = (host: string, port: number) => Coroutine<{ host: string; service: string }>

const naming: Naming = coroutine(function* getNameInfo(
  host: string,
  port: number,
): Generator<Suspension, { host: string; service: string }, unknown> {
  const where = formatEndpoint(host, port)
  return yield* platform(`name of ${where}`, (resolve, reject) => {
    lookupService(host, port, (error, hostname, service) => {
      if (error === null) resolve({ host: hostname, service })
      else reject(toOSError(error, `name ${where}`, where))
    })
    return () => {}
  })
})
