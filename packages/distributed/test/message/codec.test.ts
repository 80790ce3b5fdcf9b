import { CancelledError, ExceptionGroup } from '@acoro/core'
import { defineJobs, MessageError } from '@acoro/distributed'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { registryOf } from '../../src/jobs/define-jobs.ts'
import { Codec, type CodecOptions } from '../../src/message/codec.ts'
import { copyForJson } from '../../src/message/exact-json.ts'
import { aes, hmac } from '../../src/message/hooks.ts'

const about = ['call', 'id']

/** What comes out on the other side, through Redis. */
function through(value: unknown, options: CodecOptions = {}): unknown {
  const codec = new Codec(options)
  return codec.unpackText(JSON.stringify(codec.pack(value, 'it', about).message), 'it', about)
}

function thrownThrough(thrown: unknown, options: CodecOptions = {}): unknown {
  const codec = new Codec(options)
  return codec.unpackText(JSON.stringify(codec.packThrown(thrown, about).message), 'it', about)
}

const encodingOf = (value: unknown): string => new Codec({}).pack(value, 'it', about).message.e

class QuotaError extends Error {
  readonly limit: number
  constructor(limit: number) {
    super(`over ${limit}`)
    this.name = 'QuotaError'
    this.limit = limit
  }
}

describe('a value', () => {
  it('travels as JSON if that brings it back exactly, whatever it is', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy = copyForJson(value)
        if (copy === undefined) return
        expect(JSON.parse(JSON.stringify(copy.copy))).toStrictEqual(value)
      }),
    ))

  it.each([
    [[1, 'a', null, true, { b: [] }], 'j'],
    [undefined, 'd'],
    [[undefined], 'd'],
    [{ a: undefined }, 'd'],
    [-0, 'd'],
    [Number.NaN, 'd'],
    [10n, 'd'],
    [Object.assign(new Array(3), { 0: 1, 2: 3 }), 'd'],
    [new Date(0), 'd'],
    [new Map([[1, new Set([2])]]), 'd'],
    [new Uint8Array([1, 2]), 'd'],
    [Object.create(null), 'd'],
    [Object.assign([1], { extra: 1 }), 'j'],
    [[new RangeError('x')], 'd'],
  ])('%o travels as «%s»', (value, encoding) => {
    if (Array.isArray(value) && 'extra' in value) expect(copyForJson(value)).toBeUndefined()
    else {
      expect(encodingOf(value)).toBe(encoding)
      expect(through(value)).toEqual(value)
    }
  })

  it('keeps circles, and that two references lead to one object', () => {
    const shared = { n: 1 }
    const circle: { a: object; b: object; self?: unknown } = { a: shared, b: shared }
    circle.self = circle
    const back = through(circle) as typeof circle
    expect(back.self).toBe(back)
    expect(back.a).toBe(back.b)
  })

  it('is what it was at the call', () => {
    const rows = [1]
    const { message } = new Codec({}).pack({ rows }, 'it', about)
    rows.push(2)
    expect(message.a).toEqual({ rows: [1] })
  })

  it.each<[string, unknown, RegExp]>([
    [
      'a function',
      { rows: [{ show: () => 1 }] },
      /^Expected it to be something that can be sent: .* \(at \.rows\[0\]\.show\)$/,
    ],
    [
      'an instance of a class',
      new (class Point {})(),
      /^Expected it to be something that can be sent: .*non-POJO/,
    ],
    [
      'a getter that throws',
      {
        get x() {
          throw new Error('no x')
        },
      },
      /no x/,
    ],
    [
      'what is nested too deep',
      nested(100),
      /^Expected it to be smaller: it is nested more than 64 levels deep$/,
    ],
    ['what is nested much too deep', nested(100_000), /^Expected it to be something that can be sent: /],
    [
      'what is too large',
      'x'.repeat(5 << 20),
      /^Expected it to have at most 4194304 bytes, got 5242883: give defineJobs\(\) a store, or raise maxBytes$/,
    ],
  ])('is refused at the call if it is %s', (_what, value, message) => {
    expect(() => through(value)).toThrow(message)
  })
})

describe('a thrown value', () => {
  it('that is an error keeps class, message, cause, properties and group', () => {
    const error = new ExceptionGroup('both', [new QuotaError(7), new TypeError('x', { cause: { code: 1 } })])
    const back = thrownThrough(error, { errors: [QuotaError] }) as ExceptionGroup
    expect(back).toBeInstanceOf(ExceptionGroup)
    expect(back.errors[0]).toBeInstanceOf(QuotaError)
    expect(back.errors[0]).toMatchObject({ message: 'over 7', limit: 7 })
    expect(back.errors[1]).toBeInstanceOf(TypeError)
    expect((back.errors[1] as Error).cause).toEqual({ code: 1 })
    expect(back.stack).toBe(error.stack)
  })

  it('of a class that is not listed is an Error of its name', () => {
    const back = thrownThrough(new QuotaError(7)) as Error
    expect([Object.getPrototypeOf(back) === Error.prototype, back.name, back.message]).toEqual([
      true,
      'QuotaError',
      'over 7',
    ])
  })

  it('leaves its stack at home if it is told to', () => {
    const back = thrownThrough(new RangeError('x'), { stacks: false }) as Error
    expect(back.stack).toBe('RangeError: x')
  })

  it('may be a cancellation', () => {
    expect(thrownThrough(new CancelledError('enough'))).toBeInstanceOf(CancelledError)
  })

  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const circular = new Error('round')
  circular.cause = circular
  it.each<[string, unknown]>([
    ['a revoked proxy', proxy],
    ['a function', () => 1],
    ['an error in a circle', circular],
    [
      'an error whose stack throws',
      Object.defineProperty(new Error('x'), 'stack', {
        get() {
          throw new Error('no')
        },
      }),
    ],
    ['an error with a property that cannot be sent', Object.assign(new Error('x'), { show: () => 1 })],
    ['an error with a message that is none', Object.assign(new Error('x'), { message: () => 1 })],
    ['an error that is too large', new Error('x'.repeat(10 << 20))],
  ])('is told, even if it is %s', (_what, thrown) => {
    expect(thrownThrough(thrown)).toBeInstanceOf(Error)
  })
})

describe('what comes from Redis', () => {
  const read = (message: unknown, options: CodecOptions = {}) =>
    new Codec(options).unpack(message, 'it', about)

  it.each<[string, unknown, string]>([
    ['nothing', null, 'it is no message'],
    ['an unknown version', { v: 2, e: 'j', a: 1 }, 'it has version the number 2, this program reads 1'],
    ['an unknown encoding', { v: 1, e: 'toString', a: 1 }, 'its encoding is unknown'],
    ['no text', { v: 1, e: 'd', a: 5 }, 'its text is missing'],
    ['text of another kind', { v: 1, e: 'd', a: '{' }, ''],
    [
      'an array that lies about its length',
      { v: 1, e: 'd', a: '[[-7,4294967294]]' },
      'it has more than 1000000 entries',
    ],
    ['too deep JSON', { v: 1, e: 'j', a: nested(100) }, 'it is nested more than 64 levels deep'],
    ['a store that there is none of', { v: 1, e: 's', a: { key: '../../etc/passwd' } }, ''],
    [
      'an error without a name',
      { v: 1, e: 'd', a: '[["Error",1],{"m":2},"x"]' },
      'an error without name or message',
    ],
    ['an unknown type', { v: 1, e: 'd', a: '[["Function",1],"x"]' }, ''],
  ])('is refused by name: %s', async (_what, message, reason) => {
    await expect((async () => read(message))()).rejects.toThrow(MessageError)
    await expect((async () => read(message))()).rejects.toThrow(`it cannot be read: ${reason}`)
  })

  it('cannot change a prototype', () => {
    const forged = JSON.parse(
      '{"v":1,"e":"d","a":"[[\\"Error\\",1],{\\"n\\":2,\\"m\\":3,\\"p\\":4},\\"Error\\",\\"x\\",[5],[6,7],\\"__proto__\\",{\\"admin\\":8},true]"}',
    )
    const error = read(forged) as Error & { admin?: unknown }
    expect(error).toBeInstanceOf(Error)
    expect(error.admin).toBeUndefined()
    expect(({} as { admin?: unknown }).admin).toBeUndefined()
  })

  it.each(['constructor', '__proto__', 'toString', 'Function'])('makes no error of the class %s', (name) => {
    const text = JSON.stringify([['Error', 1], { n: 2, m: 3 }, name, 'x'])
    const error = read({ v: 1, e: 'd', a: text }) as Error
    expect(Object.getPrototypeOf(error)).toBe(Error.prototype)
  })

  it('is read whatever it is, or refused: nothing else happens', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          new Codec({}).unpackText(text, 'it', about)
        } catch (error) {
          expect(error).toBeInstanceOf(MessageError)
        }
      }),
    ))
})

describe('hooks', () => {
  const secret = 'a secret of 16 bytes or more'

  it('a signature holds a message to what it is about', () => {
    const codec = new Codec({ sign: hmac(secret) })
    const { message } = codec.pack({ pay: 10 }, 'it', ['call', 'id 1'])
    expect(codec.unpack(message, 'it', ['call', 'id 1'])).toEqual({ pay: 10 })
    expect(() => codec.unpack(message, 'it', ['call', 'id 2'])).toThrow(
      'it cannot be read: its signature is wrong',
    )
    expect(() => codec.unpack({ ...message, a: { pay: 99 } }, 'it', ['call', 'id 1'])).toThrow(
      'its signature is wrong',
    )
    expect(() => codec.unpack({ v: 1, e: 'j', a: 1 }, 'it', about)).toThrow('it is not signed')
    const other = new Codec({ sign: hmac('another secret of 16 bytes') })
    expect(() => other.unpack(message, 'it', ['call', 'id 1'])).toThrow('its signature is wrong')
  })

  it('encryption hides a message, and refuses what is not encrypted or was changed', () => {
    const codec = new Codec({ encrypt: aes(secret) })
    const { message } = codec.pack({ name: 'ada' }, 'it', about)
    expect(JSON.stringify(message)).not.toContain('ada')
    expect(codec.unpack(message, 'it', about)).toEqual({ name: 'ada' })
    expect(() => codec.unpack({ v: 1, e: 'j', a: 1 }, 'it', about)).toThrow('it is not encrypted')
    expect(() => codec.unpack({ ...message, a: `AAAA${String(message.a).slice(4)}` }, 'it', about)).toThrow(
      MessageError,
    )
    expect(() => new Codec({}).unpack(message, 'it', about)).toThrow(
      'it is encrypted, and defineJobs() has no encrypt',
    )
  })

  it('the store takes what is large, and nothing that was changed comes back', async () => {
    const files = new Map<string, Uint8Array>()
    const store = {
      put: async (key: string, bytes: Uint8Array) => void files.set(key, bytes),
      get: async (key: string) => files.get(key) as Uint8Array,
    }
    const codec = new Codec({ store, storeFrom: 100 })
    const value = { text: 'x'.repeat(200), when: new Date(0) }
    const { message, stored } = codec.pack(value, 'it', about)
    await stored?.()
    expect([message.e, JSON.stringify(message).length < 200, files.size]).toEqual(['s', true, 1])
    expect(await codec.unpack(message, 'it', about)).toEqual(value)
    for (const bytes of files.values()) bytes[20] = 0
    await expect(codec.unpack(message, 'it', about)).rejects.toThrow(
      'what is in the store is not what was put there',
    )
  })

  it('a secret that is too short is refused', () => {
    expect(() => hmac('short')).toThrow('Expected a secret of at least 16 bytes, got 5 bytes')
    expect(() => aes(7 as never)).toThrow('Expected a secret as text or bytes, got the number 7')
  })
})

describe('fingerprints', () => {
  it('are the same for the same arguments, and for no others', () => {
    const { codec } = registryOf(defineJobs({ f: () => 1 }), 'it')
    const [a, b, c] = [
      [1, new Date(0)],
      [1, new Date(0)],
      [1, new Date(1)],
    ].map((args) => codec.fingerprint(args, 'f'))
    expect([a === b, a === c]).toEqual([true, false])
  })
})

function nested(levels: number): object {
  let value = {}
  for (let level = 0; level < levels; level++) value = { next: value }
  return value
}
