import { describe, expect, test } from 'vitest'
import { refuseForeign, refuseStranger } from '../../../src/server/http/guard.ts'

const expected = { hosts: new Set(['127.0.0.1:4711', 'localhost:4711']), token: 'a'.repeat(32) }
const json = ['Content-Type', 'application/json']

function foreign(...rawHeaders: string[]): number | undefined {
  return refuseForeign({ method: 'POST', url: '/api/state', rawHeaders }, expected)?.status
}

function stranger(rawHeaders: string[], url = '/api/state', method = 'POST'): number | undefined {
  return refuseStranger({ method, url, rawHeaders }, expected)?.status
}

describe('the Host header', () => {
  test.each(['127.0.0.1:4711', 'localhost:4711'])('%s is ours', (host) => {
    expect(foreign('Host', host)).toBeUndefined()
  })

  test.each([
    'evil.example:4711',
    '0.0.0.0:4711',
    'localhost6:4711',
    'localhost.:4711',
    '127.1:4711',
    '2130706433:4711',
    '0x7f.1:4711',
    '[::1]:4711',
    '[',
    'a b',
    '127.0.0.1',
    '127.0.0.1:80',
    '',
    'LOCALHOST:4711',
    'constructor',
  ])('%s is refused', (host) => {
    expect(foreign('Host', host)).toBe(403)
  })

  test('two of them, and none, are refused', () => {
    expect(foreign('Host', '127.0.0.1:4711', 'host', 'evil.example')).toBe(403)
    expect(foreign()).toBe(403)
  })
})

describe('the Origin header', () => {
  const host = ['Host', '127.0.0.1:4711']

  test('may be absent or our own', () => {
    expect(foreign(...host)).toBeUndefined()
    expect(foreign(...host, 'Origin', 'http://127.0.0.1:4711')).toBeUndefined()
  })

  test.each([
    'http://evil.example',
    'null',
    'http://localhost:4711',
    'https://127.0.0.1:4711',
    'http://127.0.0.1:4712',
    '',
  ])('%s is refused', (origin) => {
    expect(foreign(...host, 'Origin', origin)).toBe(403)
  })

  test('a request of another site is refused, whatever its Origin', () => {
    expect(foreign(...host, 'Sec-Fetch-Site', 'cross-site')).toBe(403)
    expect(foreign(...host, 'Sec-Fetch-Site', 'same-site')).toBe(403)
    expect(foreign(...host, 'Sec-Fetch-Site', 'same-origin')).toBeUndefined()
  })
})

describe('the token', () => {
  test('lets in', () => {
    expect(stranger([...json, 'X-Acoro-Token', 'a'.repeat(32)])).toBeUndefined()
  })

  test.each([
    '',
    'a',
    'a'.repeat(31),
    'a'.repeat(33),
    `${'a'.repeat(31)}b`,
    'é'.repeat(16),
    `${'a'.repeat(31)}é`,
  ])('«%s» is not it', (token) => {
    expect(stranger([...json, 'X-Acoro-Token', token])).toBe(401)
  })

  test('is refused twice, in the query, in a cookie, by GET and without JSON', () => {
    const token = ['X-Acoro-Token', 'a'.repeat(32)]
    expect(stranger([...json, ...token, ...token])).toBe(401)
    expect(stranger([...json, ...token], `/api/state?token=${'a'.repeat(32)}`)).toBe(400)
    expect(stranger([...json, 'Cookie', `token=${'a'.repeat(32)}`])).toBe(401)
    expect(stranger([...json, ...token], '/api/state', 'GET')).toBe(405)
    expect(stranger(['Content-Type', 'text/plain', ...token])).toBe(415)
  })
})
