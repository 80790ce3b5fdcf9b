import { run } from '@acoro/core'
import { getAddrInfo, getNameInfo, HostNotFoundError } from '@acoro/streams'
import { expect, it } from 'vitest'
import { failure } from '../support/failure.ts'
import { leavesNothingOpen } from '../support/resources.ts'

leavesNothingOpen()

it('getAddrInfo gives the addresses of a name, of an address itself', () =>
  run(function* () {
    expect(yield* getAddrInfo('localhost', { ipVersion: 4 })).toEqual([{ family: 'IPv4', host: '127.0.0.1' }])
    expect(yield* getAddrInfo('::1')).toEqual([{ family: 'IPv6', host: '::1' }])
  }))

it('getNameInfo names an address and a port', () =>
  run(function* () {
    const { host, service } = yield* getNameInfo({ host: '127.0.0.1', port: 22 })
    expect(host).not.toBe('')
    expect(service).toMatch(/^(ssh|22)$/)
  }))

it('a name without an address: HostNotFoundError; wrong arguments at the call', () =>
  run(function* () {
    const error = yield* failure(getAddrInfo('no-such-host.invalid'))
    expect(error).toBeInstanceOf(HostNotFoundError)
    expect(error).toMatchObject({ address: 'no-such-host.invalid' })
    expect(() => getAddrInfo('')).toThrow(
      new TypeError('Expected the host to look up, a name or an IP address, got the string ""'),
    )
    expect(() => getNameInfo({ host: 'localhost', port: 80 })).toThrow(
      new RangeError('Expected an IP address to name, got localhost'),
    )
  }))
