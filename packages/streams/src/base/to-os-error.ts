/** Turns an error of the platform into the class here that stands for its `code`. */

import {
  AddressInUseError,
  BrokenPipeError,
  CertificateError,
  ConnectionAbortedError,
  ConnectionRefusedError,
  ConnectionResetError,
  FileNotFoundError,
  HostNotFoundError,
  OSError,
  type OSErrorDetails,
  PermissionDeniedError,
  TlsError,
} from './errors.ts'

type OSErrorClass = new (message: string, details: OSErrorDetails) => OSError

const classes: Readonly<Record<string, OSErrorClass>> = {
  ECONNREFUSED: ConnectionRefusedError,
  ECONNRESET: ConnectionResetError,
  ECONNABORTED: ConnectionAbortedError,
  EPIPE: BrokenPipeError,
  ESHUTDOWN: BrokenPipeError,
  ERR_STREAM_WRITE_AFTER_END: BrokenPipeError,
  ERR_STREAM_DESTROYED: BrokenPipeError,
  ENOTFOUND: HostNotFoundError,
  EAI_AGAIN: HostNotFoundError,
  EAI_FAIL: HostNotFoundError,
  EAI_NONAME: HostNotFoundError,
  EADDRINUSE: AddressInUseError,
  ENOENT: FileNotFoundError,
  EACCES: PermissionDeniedError,
  EPERM: PermissionDeniedError,
  ERR_TLS_CERT_ALTNAME_INVALID: CertificateError,
}

/** Wraps an error of the platform. `what` says what was tried: `connect to localhost:80`. */
export function toOSError(error: unknown, what: string, address?: string): OSError {
  if (error instanceof OSError) return error
  const cause = error as NodeJS.ErrnoException
  const code = typeof cause?.code === 'string' ? cause.code : undefined
  const reason = cause?.message ?? String(error)
  return new (classOf(code))(`Could not ${what}: ${reason}`, {
    cause,
    code,
    syscall: cause?.syscall,
    address,
  })
}

function classOf(code: string | undefined): OSErrorClass {
  if (code === undefined) return OSError
  const known = classes[code]
  if (known !== undefined) return known
  if (/^ERR_(SSL|TLS|OSSL|CRYPTO)/.test(code)) return TlsError
  return /CERT|SIGNATURE|ISSUER|CRL|_CA$/.test(code) ? CertificateError : OSError
}
