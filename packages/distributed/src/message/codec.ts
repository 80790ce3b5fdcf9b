/**
 * Messages: values as text in Redis.
 *
 *   { v: 1, e: 'j', a: … }  JSON, because it brings the value back exactly: readable in any dashboard
 *   { v: 1, e: 'd', a: … }  devalue: Date, Map, Set, bigint, bytes, circles, errors
 *   { v: 1, e: 's', a: … }  the key of the store, with size and checksum: what is large, by `v8.serialize`
 *   { v: 1, e: 'x', a: … }  one of the others, encrypted
 *
 * `s` signs a message together with what it is about, so it cannot be used elsewhere. `v` lets old and new
 * workers run side by side: what is newer is handed back.
 */

import { createHash, randomUUID } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import { describeValue } from '@acoro/core/lowlevel'
import { parse, stringify } from 'devalue'
import { MessageError } from '../base/errors.ts'
import { type ErrorClass, ErrorClasses, isError, recordOf, Sent } from './errors.ts'
import { copyForJson } from './exact-json.ts'
import type { Cipher, Signer, Store } from './hooks.ts'
import { findExcess } from './shape.ts'

export interface CodecOptions {
  /**
   * Classes that errors have again on the other side, beside those of the language, of core and of this
   * package.
   */
  errors?: readonly ErrorClass[] | undefined
  /** Send the stacks of errors, which tell paths; true by default. */
  stacks?: boolean | undefined
  /** See `hmac`. */
  sign?: Signer | undefined
  /** See `aes`. */
  encrypt?: Cipher | undefined
  /** Keeps what is larger than `storeFrom`. */
  store?: Store | undefined
  /** In bytes; 65 536 by default. */
  storeFrom?: number | undefined
  /** The largest message, in bytes: 4 194 304 by default. What goes to the store may be larger. */
  maxBytes?: number | undefined
}

/** A message as it is in Redis. */
export interface Message {
  readonly v: number
  readonly e: string
  readonly a: unknown
  readonly s?: string
}

/** A message, and what has to be stored before it is sent. */
export interface Packed {
  readonly message: Message
  readonly stored: (() => PromiseLike<void>) | undefined
}

interface Stored {
  readonly key: string
  readonly size: number
  readonly hash: string
}

const VERSION = 1

/** Is this a message of a version that is newer than this program? */
export function isNewer(message: unknown): boolean {
  const version = (message as Partial<Message> | null | undefined)?.v
  return typeof version === 'number' && version > VERSION
}

export class Codec {
  readonly #options: CodecOptions
  readonly #maxBytes: number
  readonly #storeFrom: number
  readonly #classes: ErrorClasses

  constructor(options: CodecOptions) {
    this.#options = options
    this.#maxBytes = options.maxBytes ?? 4 << 20
    this.#storeFrom = options.storeFrom ?? 1 << 16
    this.#classes = new ErrorClasses(options.errors ?? [])
  }

  /**
   * Encodes a value. `about` is what a signature holds it to. TypeError, with the path, for what cannot be
   * sent; RangeError for what is too large.
   */
  pack(value: unknown, what: string, about: readonly string[]): Packed {
    const json = copyForJson(value)
    let message: Message
    let size: number
    if (json !== undefined) {
      message = { v: VERSION, e: 'j', a: json.copy }
      size = json.size
    } else {
      const text = this.#text(value, what)
      message = { v: VERSION, e: 'd', a: text }
      size = text.length
    }
    const { store } = this.#options
    if (store !== undefined && size > this.#storeFrom) return this.#packStored(value, what, about, store)
    if (size > this.#maxBytes) {
      throw new RangeError(
        `Expected ${what} to have at most ${this.#maxBytes} bytes, got ${size}: give defineJobs() a store, or raise maxBytes`,
      )
    }
    return { message: this.#seal(message, about), stored: undefined }
  }

  /** Encodes what a function threw. Never throws. */
  packThrown(thrown: unknown, about: readonly string[]): Packed {
    const { stacks = true } = this.#options
    const fits = (value: unknown): boolean => this.#fits(value)
    const sent = isError(thrown)
      ? new Sent(recordOf(thrown, stacks, fits))
      : fits(thrown)
        ? thrown
        : new Sent({ n: 'Error', m: `A value was thrown that cannot be sent: ${describeValue(thrown)}` })
    let text = write(sent)
    if (text.length > this.#maxBytes) {
      text = write(new Sent({ n: 'Error', m: 'An error was thrown that is too large to be sent' }))
    }
    return { message: this.#seal({ v: VERSION, e: 'd', a: text }, about), stored: undefined }
  }

  /**
   * Reads a message: the value, or a promise of it if it has to be fetched. MessageError for what cannot be
   * read.
   */
  unpack(message: unknown, what: string, about: readonly string[]): unknown {
    try {
      const opened = this.#open(message, about)
      if (opened.e === 's') return this.#fetch(opened.a, what)
      return checked(opened.e === 'd' ? this.#parse(opened.a) : opened.a)
    } catch (error) {
      throw unreadable(what, error)
    }
  }

  /** As `unpack`, of a message as JSON. */
  unpackText(text: string, what: string, about: readonly string[]): unknown {
    let message: unknown
    try {
      if (text.length > 2 * this.#maxBytes)
        throw new RangeError(`it has more than ${2 * this.#maxBytes} bytes`)
      message = JSON.parse(text)
    } catch (error) {
      throw unreadable(what, error)
    }
    return this.unpack(message, what, about)
  }

  /** Is the same for the same arguments. */
  fingerprint(value: unknown, what: string): string {
    const json = copyForJson(value)
    const text =
      json === undefined ? this.#text(value, `the arguments of ${what}`) : JSON.stringify(json.copy)
    return hashOf(Buffer.from(text))
  }

  #text(value: unknown, what: string): string {
    let text: string
    try {
      text = write(value, (error) => recordOf(error, this.#options.stacks ?? true, (one) => this.#fits(one)))
    } catch (error) {
      throw new TypeError(`Expected ${what} to be something that can be sent: ${reasonOf(error)}`, {
        cause: error,
      })
    }
    const excess = findExcess(value)
    if (excess !== undefined) throw new RangeError(`Expected ${what} to be smaller: ${excess}`)
    return text
  }

  #fits(value: unknown): boolean {
    try {
      return write(value).length < 1 << 16 && findExcess(value) === undefined
    } catch {
      return false
    }
  }

  #packStored(value: unknown, what: string, about: readonly string[], store: Store): Packed {
    let bytes: Uint8Array
    try {
      bytes = serialize(value)
    } catch (error) {
      throw new TypeError(`Expected ${what} to be something that can be stored: ${reasonOf(error)}`, {
        cause: error,
      })
    }
    const key = randomUUID()
    const stored: Stored = { key, size: bytes.length, hash: hashOf(bytes) }
    const message = this.#seal({ v: VERSION, e: 's', a: stored }, about)
    return { message, stored: () => store.put(key, bytes) }
  }

  async #fetch(given: unknown, what: string): Promise<unknown> {
    try {
      const { store } = this.#options
      if (store === undefined) throw new TypeError('it is in a store, and defineJobs() was given none')
      const { key, size, hash } = given as Partial<Stored>
      if (typeof key !== 'string' || !/^[0-9a-f-]{36}$/.test(key)) throw new TypeError('its key is malformed')
      const bytes = await store.get(key)
      if (!(bytes instanceof Uint8Array) || bytes.length !== size || hashOf(bytes) !== hash) {
        throw new TypeError('what is in the store is not what was put there')
      }
      return checked(deserialize(bytes))
    } catch (error) {
      throw unreadable(what, error)
    }
  }

  #seal(plain: Message, about: readonly string[]): Message {
    const { sign, encrypt } = this.#options
    const message =
      encrypt === undefined ? plain : { v: VERSION, e: 'x', a: encrypt.encrypt(JSON.stringify(plain)) }
    return sign === undefined ? message : { ...message, s: sign.sign(signed(message, about)) }
  }

  #open(message: unknown, about: readonly string[]): Message {
    const outer = checkMessage(message)
    const { sign, encrypt } = this.#options
    if (sign !== undefined) {
      if (typeof outer.s !== 'string') throw new TypeError('it is not signed')
      if (!sign.verify(signed(outer, about), outer.s)) throw new TypeError('its signature is wrong')
    }
    if (encrypt === undefined) {
      if (outer.e === 'x') throw new TypeError('it is encrypted, and defineJobs() has no encrypt')
      return outer
    }
    if (outer.e !== 'x') throw new TypeError('it is not encrypted')
    return checkMessage(JSON.parse(encrypt.decrypt(String(outer.a))))
  }

  #parse(text: unknown): unknown {
    if (typeof text !== 'string') throw new TypeError('its text is missing')
    if (text.length > this.#maxBytes) throw new RangeError(`it has more than ${this.#maxBytes} bytes`)
    return parse(text, { Error: (record: unknown) => this.#classes.revive(record) })
  }
}

function write(value: unknown, record?: (error: Error) => unknown): string {
  return stringify(value, {
    Error: (one: unknown) =>
      one instanceof Sent ? one.record : record !== undefined && isError(one) && record(one),
  })
}

function signed({ v, e, a }: Message, about: readonly string[]): string {
  return JSON.stringify([v, e, a, ...about])
}

function checkMessage(message: unknown): Message {
  if (typeof message !== 'object' || message === null) throw new TypeError('it is no message')
  const { v, e } = message as Partial<Message>
  if (v !== VERSION) throw new RangeError(`it has version ${describeValue(v)}, this program reads ${VERSION}`)
  if (!['j', 'd', 's', 'x'].includes(e as string)) throw new RangeError('its encoding is unknown')
  return message as Message
}

function checked(value: unknown): unknown {
  const excess = findExcess(value)
  if (excess !== undefined) throw new RangeError(excess)
  return value
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}

function unreadable(what: string, error: unknown): MessageError {
  if (error instanceof MessageError) return error
  return new MessageError(`${what} cannot be read: ${reasonOf(error)}`, { cause: error })
}

function reasonOf(error: unknown): string {
  const { message, path } = error as { message?: unknown; path?: unknown }
  const where = typeof path === 'string' && path !== '' ? ` (at ${path})` : ''
  return `${typeof message === 'string' ? message : String(error)}${where}`
}
