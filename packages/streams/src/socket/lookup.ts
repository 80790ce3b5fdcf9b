/** Looks up the addresses of a host, in the order in which to try them. */

import { lookup } from 'node:dns'
import { isIP } from 'node:net'
import type { Suspension } from '@acoro/core'
import { HostNotFoundError } from '../base/errors.ts'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'

export interface IPAddress {
  readonly address: string
  readonly family: number
}

/**
 * The addresses of `host`. The families alternate, beginning with the platform's first choice.
 * HostNotFoundError if there are none. If it is cancelled, the platform's answer is dropped.
 */
export function* addressesOf(host: string, family?: 4 | 6): Generator<Suspension, IPAddress[], unknown> {
  const literal = isIP(host)
  if (literal !== 0 && family !== undefined && family !== literal) {
    const message = `Could not look up ${host}: it is an address of IP version ${literal}, and ipVersion is ${family}`
    throw new HostNotFoundError(message, { code: 'EAI_ADDRFAMILY', syscall: 'getaddrinfo', address: host })
  }
  if (literal !== 0) return [{ address: host, family: literal }]
  const found = yield* platform<IPAddress[]>(`look up ${host}`, (resolve, reject) => {
    lookup(
      host,
      { all: true, family: family ?? 0, order: 'verbatim' } as { all: true },
      (error, addresses) => {
        if (error !== null) reject(toOSError(error, `look up ${host}`, host))
        else resolve(addresses)
      },
    )
    return () => {}
  })
  return interleave(distinct(found))
}

/**
 * RFC 8305: alternates the families, so that one need not fail for all its addresses before the other is
 * tried.
 */
export function interleave(addresses: readonly IPAddress[]): IPAddress[] {
  const first = addresses.filter(({ family }) => family === addresses[0]?.family)
  const second = addresses.filter(({ family }) => family !== addresses[0]?.family)
  const result: IPAddress[] = []
  for (let i = 0; i < Math.max(first.length, second.length); i++) {
    result.push(...first.slice(i, i + 1), ...second.slice(i, i + 1))
  }
  return result
}

function distinct(addresses: readonly IPAddress[]): IPAddress[] {
  const known = new Map(addresses.map((each) => [each.address, each]))
  return [...known.values()]
}
