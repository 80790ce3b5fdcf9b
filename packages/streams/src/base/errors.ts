/**
 * What goes wrong with the world outside: Python's family of OSError, each with what Node knows of it.
 *
 * Node says everything with one Error and a `code`; programs want to catch «nobody listens» apart from «cut off
 * in the middle» without comparing strings. So each error of the platform is wrapped once, where it enters, in
 * the class asyncio would raise. The original is its `cause`, and `code` and address are copied.
 */

import { RuntimeError } from '@acoro/core'

/** Where and how something failed; what is not known is left out. */
export interface OSErrorDetails extends ErrorOptions {
  code?: string | undefined
  syscall?: string | undefined
  /** `host:port`, or the path of a Unix socket or of a program. */
  address?: string | undefined
}

/** The platform refused something: the base of the errors here. Python: `OSError`. */
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

/** Something is wrong with a connection, not with how it was asked for. Python: `ConnectionError`. */
export class ConnectionError extends OSError {
  static {
    nameOf(ConnectionError, 'ConnectionError')
  }
}

/** Nobody listens there. */
export class ConnectionRefusedError extends ConnectionError {
  static {
    nameOf(ConnectionRefusedError, 'ConnectionRefusedError')
  }
}

/** The connection was cut, by the other side or by what lies between. */
export class ConnectionResetError extends ConnectionError {
  static {
    nameOf(ConnectionResetError, 'ConnectionResetError')
  }
}

/** The connection was given up on this side. */
export class ConnectionAbortedError extends ConnectionError {
  static {
    nameOf(ConnectionAbortedError, 'ConnectionAbortedError')
  }
}

/** Written to what the other side has closed. */
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

/** The port or the path is taken. */
export class AddressInUseError extends OSError {
  static {
    nameOf(AddressInUseError, 'AddressInUseError')
  }
}

/** There is no such file: no program of that name, no socket at that path. */
export class FileNotFoundError extends OSError {
  static {
    nameOf(FileNotFoundError, 'FileNotFoundError')
  }
}

/** This process may not do that. Python: `PermissionError`. */
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

/** The other side's certificate is not to be trusted; `code` says why. Python: `ssl.SSLCertVerificationError`. */
export class CertificateError extends TlsError {
  static {
    nameOf(CertificateError, 'CertificateError')
  }
}

/** The stream ended before all that was expected had come. */
export class IncompleteReadError extends Error {
  static {
    nameOf(IncompleteReadError, 'IncompleteReadError')
  }
  /** What did come. */
  readonly partial: Uint8Array
  /** How many bytes were expected; undefined where a separator was. */
  readonly expected: number | undefined

  constructor(partial: Uint8Array, expected: number | undefined) {
    super(`${partial.length} bytes read on a total of ${expected ?? 'undefined'} expected bytes`)
    this.partial = partial
    this.expected = expected
  }
}

/** No separator within the limit of the reader; the data is still there. */
export class LimitOverrunError extends Error {
  static {
    nameOf(LimitOverrunError, 'LimitOverrunError')
  }
  /** How many bytes can be taken without losing a part of a separator. */
  readonly consumed: number

  constructor(message: string, consumed: number) {
    super(message)
    this.consumed = consumed
  }
}

/** The system has no call to send a file with, and nothing else was wanted. asyncio: `SendfileNotAvailableError`. */
export class SendfileNotAvailableError extends RuntimeError {
  static {
    nameOf(SendfileNotAvailableError, 'SendfileNotAvailableError')
  }
}

/** On the prototype a `name` costs nothing per error and is not printed as a property of each. */
function nameOf(kind: { prototype: Error }, name: string): void {
  Object.defineProperty(kind.prototype, 'name', { value: name, configurable: true, writable: true })
}
