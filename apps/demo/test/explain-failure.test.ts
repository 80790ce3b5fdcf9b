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
    ['ECONNREFUSED', 'connection refused: nobody listens there', false],
    ['ECONNRESET', 'connection reset', false],
    ['EAI_AGAIN', 'the name of the host cannot be resolved', false],
    ['ENOTFOUND', 'no such host', true],
    ['CERT_HAS_EXPIRED', 'its certificate has expired', true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed', true],
    ['UND_ERR_HEADERS_OVERFLOW', 'the headers of its answer are too long', true],
    ['HPE_INVALID_CONSTANT', 'its answer is not HTTP: something HPE_INVALID_CONSTANT', true],
  ])('looks for %s below «fetch failed»', (code, reason, lasting) => {
    expect(explainFailure(failing(coded(code)))).toEqual({ reason, lasting })
  })

  it('looks into the several attempts at a host with several addresses', () => {
    const both = new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])
    expect(explainFailure(failing(both)).reason).toBe('connection refused: nobody listens there')
  })

  it('explains the ports that fetch does not connect to', async () => {
    const error = await fetch('http://127.0.0.1:1/').catch((reason: unknown) => reason)
    expect(explainFailure(error)).toEqual({
      reason: 'a port that fetch, like a browser, refuses',
      lasting: true,
    })
  })

  it('passes on the innermost message, on one line, where it knows no better', () => {
    expect(explainFailure(failing(new Error('odd answer\nat …')))).toEqual({
      reason: 'odd answer',
      lasting: false,
    })
    expect(explainFailure('plain text').reason).toBe('plain text')
  })
})
