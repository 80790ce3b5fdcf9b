/**
 * Errors of the world outside: Python's OSError family, with what Node knows about each.
 *
 * Node reports everything with one Error class and a `code`. Programs want to catch "nothing listens there"
 * apart from "the connection was cut" without comparing strings. So each error of the platform is wrapped
 * once, when it enters, in the class asyncio would raise. The original is its `cause`; `code` and address are
 * copied.
 */

import { RuntimeError } from '@acoro/core'

/** Where and how something failed. What is not known is left out. */
export interface OSErrorDetails extends ErrorOptions {
  code?: string | undefined
  syscall?: string | undefined
  /** `host:port`, or the path of a Unix socket or of a program. */
  address?: string | undefined
}

/** The platform refused something. The base of the errors here. Python: `OSError`. */
export class OSError extends Error {
  static {
    nameOf(OSError, 'OSError')
  }
  /** The platform's name for it, such as `ECONNREFUSED`. */
  readonly code: string | undefined
  readonly syscall: string | undefined
  /** `host:port`, or the path of a Unix socket or of a program. */
  readonly address: string | undefined

  constructor(message?: string, details: OSErrorDetails = {}) {
    super(message, details)
    this.code = details.code
    this.syscall = details.syscall
    this.address = details.address
  }
}

/** A connection failed, not the way it was asked for. Python: `ConnectionError`. */
export class ConnectionError extends OSError {
  static {
    nameOf(ConnectionError, 'ConnectionError')
  }
}

/** Nothing listens at that address. */
export class ConnectionRefusedError extends ConnectionError {
  static {
    nameOf(ConnectionRefusedError, 'ConnectionRefusedError')
  }
}

/** The connection was cut by the other side, or by something between the two. */
export class ConnectionResetError extends ConnectionError {
  static {
    nameOf(ConnectionResetError, 'ConnectionResetError')
  }
}

/** This side gave the connection up. */
export class ConnectionAbortedError extends ConnectionError {
  static {
    nameOf(ConnectionAbortedError, 'ConnectionAbortedError')
  }
}

/** A write to something that the other side has closed. */
export class BrokenPipeError extends ConnectionError {
  static {
    nameOf(BrokenPipeError, 'BrokenPipeError')
  }
}

/** The name has no address. Python: `socket.gaierror`. */
export class HostNotFoundError extends OSError {
  static {
    nameOf(HostNotFoundError, 'HostNotFoundError')
  }
}

/** The port or the path is in use. */
export class AddressInUseError extends OSError {
  static {
    nameOf(AddressInUseError, 'AddressInUseError')
  }
}

/** There is no such file: no program of that name, or no socket at that path. */
export class FileNotFoundError extends OSError {
  static {
    nameOf(FileNotFoundError, 'FileNotFoundError')
  }
}

/** This process is not allowed to do that. Python: `PermissionError`. */
export class PermissionDeniedError extends OSError {
  static {
    nameOf(PermissionDeniedError, 'PermissionDeniedError')
  }
}

/** The two sides could not agree on TLS. Python: `ssl.SSLError`. */
export class TlsError extends OSError {
  static {
    nameOf(TlsError, 'TlsError')
  }
}

/**
 * The other side's certificate cannot be trusted; `code` says why. Python: `ssl.SSLCertVerificationError`.
 */
export class CertificateError extends TlsError {
  static {
    nameOf(CertificateError, 'CertificateError')
  }
}

/** The stream ended before everything that was expected had arrived. */
export class IncompleteReadError extends Error {
  static {
    nameOf(IncompleteReadError, 'IncompleteReadError')
  }
  /** The bytes that did arrive. */
  readonly partial: Uint8Array
  /** How many bytes were expected; undefined if the read was waiting for a separator. */
  readonly expected: number | undefined

  constructor(partial: Uint8Array, expected: number | undefined) {
    super(`${partial.length} bytes read on a total of ${expected ?? 'undefined'} expected bytes`)
    this.partial = partial
    this.expected = expected
  }
}

/** There is no separator within the reader's limit. The data is still in the reader. */
export class LimitOverrunError extends Error {
  static {
    nameOf(LimitOverrunError, 'LimitOverrunError')
  }
  /** How many bytes can be taken without cutting a separator in two. */
  readonly consumed: number

  constructor(message: string, consumed: number) {
    super(message)
    this.consumed = consumed
  }
}

/**
 * The system has no call for sending a file, and `fallback` is false. asyncio: `SendfileNotAvailableError`.
 */
export class SendfileNotAvailableError extends RuntimeError {
  static {
    nameOf(SendfileNotAvailableError, 'SendfileNotAvailableError')
  }
}

/** On the prototype a `name` costs nothing per error, and is not printed as a property of each. */
function nameOf(kind: { prototype: Error }, name: string): void {
  Object.defineProperty(kind.prototype, 'name', { value: name, configurable: true, writable: true })
}
