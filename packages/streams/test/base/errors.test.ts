import { ConnectionError, OSError } from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { toOSError } from '../../src/base/to-os-error.ts'

describe('errors of the platform', () => {
  it.each([
    ['ECONNREFUSED', 'ConnectionRefusedError'],
    ['ECONNRESET', 'ConnectionResetError'],
    ['ECONNABORTED', 'ConnectionAbortedError'],
    ['EPIPE', 'BrokenPipeError'],
    ['ENOTFOUND', 'HostNotFoundError'],
    ['EAI_AGAIN', 'HostNotFoundError'],
    ['EADDRINUSE', 'AddressInUseError'],
    ['ENOENT', 'FileNotFoundError'],
    ['EACCES', 'PermissionDeniedError'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'CertificateError'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CertificateError'],
    ['CERT_HAS_EXPIRED', 'CertificateError'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TlsError'],
    ['EHOSTUNREACH', 'OSError'],
  ])('%s is a %s', (code, name) => {
    const cause = Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' })
    const error = toOSError(cause, 'connect to example.org:80', 'example.org:80')
    expect(error).toBeInstanceOf(OSError)
    expect(error).toMatchObject({ name, code, syscall: 'connect', address: 'example.org:80', cause })
    expect(error.message).toBe(`Could not connect to example.org:80: connect ${code}`)
    expect(String(error)).toBe(`${name}: ${error.message}`)
  })

  it('are wrapped once', () => {
    const error = new ConnectionError('gone')
    expect(toOSError(error, 'do it again')).toBe(error)
  })

  it('without a code are an OSError, too', () => {
    expect(toOSError(new Error('odd'), 'guess').message).toBe('Could not guess: odd')
  })
})
