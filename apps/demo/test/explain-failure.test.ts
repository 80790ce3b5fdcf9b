import { describe, expect, it } from 'vitest'
import { explainFailure } from '../src/fetch/explain-failure.ts'

function failing(cause: unknown): Error {
  return new TypeError('fetch failed', { cause })
}

function coded(code: string): Error {
  return Object.assign(new Error(`something ${code}`), { code })
}

describe('explainFailure', () => {
  it.each([
    ['ECONNREFUSED', 'connection refused: nobody listens there'],
    ['ECONNRESET', 'connection reset'],
    ['ENOTFOUND', 'no such host'],
    ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ])('looks for %s below «fetch failed»', (code, explanation) => {
    expect(explainFailure(failing(coded(code)))).toBe(explanation)
  })

  it('looks into the several attempts at a host with several addresses', () => {
    const both = new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])
    expect(explainFailure(failing(both))).toBe('connection refused: nobody listens there')
  })

  it('explains the ports that fetch does not connect to', async () => {
    const error = await fetch('http://127.0.0.1:1/').catch((reason: unknown) => reason)
    expect(explainFailure(error)).toBe('a port that fetch, like a browser, refuses')
  })

  it('passes on the innermost message, on one line, where it knows no better', () => {
    expect(explainFailure(failing(new Error('odd answer\nat …')))).toBe('odd answer')
    expect(explainFailure('plain text')).toBe('plain text')
  })
})
