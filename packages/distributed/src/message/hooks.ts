/**
 * Hooks of the encoding: signatures, encryption, and a store for what is large.
 *
 * A program that may write to Redis can run jobs. One that may read it sees arguments and results, and so do
 * its files and dashboards. Signatures tell the program's own messages from others. Encryption hides what
 * messages say.
 */

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { describeValue } from '@acoro/core/lowlevel'

/** Signs messages. Both sides need the same. */
export interface Signer {
  sign(text: string): string
  verify(text: string, signature: string): boolean
}

/** Encrypts messages. Both sides need the same. */
export interface Cipher {
  encrypt(text: string): string
  /** Throws if the text was not made by `encrypt`. */
  decrypt(text: string): string
}

/**
 * Keeps what is too large for Redis: files that both sides reach, S3. It has to delete old entries itself.
 */
export interface Store {
  put(key: string, bytes: Uint8Array): PromiseLike<void>
  get(key: string): PromiseLike<Uint8Array>
}

/**
 * Signatures with a shared secret of at least 16 bytes: HMAC-SHA-256.
 *
 * @example
 * ```ts
 * const { sign, verify } = hmac('a secret of at least 16 bytes')
 * verify('pay 10', sign('pay 10')) // => true
 * verify('pay 99', sign('pay 10')) // => false
 * ```
 */
export function hmac(secret: string | Uint8Array): Signer {
  const key = keyFrom(secret, 'sign')
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest()
  return {
    sign: (text) => digest(text).toString('base64'),
    verify(text, signature) {
      const given = Buffer.from(signature, 'base64')
      const wanted = digest(text)
      return given.length === wanted.length && timingSafeEqual(given, wanted)
    },
  }
}

/**
 * Encryption with a shared secret of at least 16 bytes: AES-256-GCM, with a new nonce for each message.
 *
 * @example
 * ```ts
 * const { encrypt, decrypt } = aes('a secret of at least 16 bytes')
 * decrypt(encrypt('pay 10')) // => 'pay 10'
 * ```
 */
export function aes(secret: string | Uint8Array): Cipher {
  const key = keyFrom(secret, 'encrypt')
  return {
    encrypt(text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
    },
    decrypt(text) {
      const bytes = Buffer.from(text, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}

/** One secret serves both: each use has a key of its own. */
function keyFrom(secret: unknown, use: string): Buffer {
  if (typeof secret !== 'string' && !(secret instanceof Uint8Array)) {
    throw new TypeError(`Expected a secret as text or bytes, got ${describeValue(secret)}`)
  }
  const bytes = Buffer.from(secret as string)
  if (bytes.length < 16) {
    throw new RangeError(`Expected a secret of at least 16 bytes, got ${bytes.length} bytes`)
  }
  return Buffer.from(hkdfSync('sha256', bytes, '', `acoro ${use}`, 32))
}
