import { asyncFor, createTask, isCancelledError, run } from '@acoro/core'
import {
  type Codec,
  type Connection,
  framed,
  IncompleteReadError,
  jsonLinesCodec,
  LimitOverrunError,
  lengthPrefixCodec,
  lineCodec,
  StreamReader,
} from '@acoro/streams'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failure } from '../support/failure.ts'
import { bytes, text } from '../support/text.ts'

/** A connection of which only the reading half is used. */
function reading(reader: StreamReader): Connection {
  return [reader, undefined as never]
}

/** The messages that come out if `data` is fed in pieces that end at `cuts`. */
function* decoded<In>(codec: Codec<In>, data: Uint8Array, cuts: readonly number[]) {
  const reader = new StreamReader()
  const messages: In[] = []
  const done = createTask(
    asyncFor(framed(reading(reader), codec), function* (message) {
      messages.push(message)
    }),
  )
  let at = 0
  for (const cut of [...cuts, data.length].sort((a, b) => a - b)) {
    const end = Math.min(cut, data.length)
    if (end > at) reader.feedData(data.slice(at, end))
    at = Math.max(at, end)
    yield
    yield
  }
  reader.feedEof()
  yield* done
  return messages
}

function joined<Out>(codec: Codec<unknown, Out>, messages: readonly Out[]): Uint8Array {
  return Buffer.concat(messages.map((message) => Buffer.from(codec.encode(message) as string)))
}

describe('a codec gives back what was sent, wherever the stream is cut', () => {
  const cuts = fc.array(fc.nat(300), { maxLength: 12 })
  const line = fc.string({ maxLength: 20 }).map((value) => value.replace(/[\r\n]/g, ' '))
  const check = <T>(message: fc.Arbitrary<T>, make: () => Codec<T>) =>
    fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 12 }), cuts, async (messages, at) => {
        const data = joined(make(), messages)
        expect(await run(decoded(make(), data, at))).toEqual(messages)
      }),
      { numRuns: 60 },
    )

  it('lineCodec', () => check(line, () => lineCodec()))
  it('lineCodec with \\r\\n', () => check(line, () => lineCodec({ newline: '\r\n' })))
  // JSON has no -0.
  const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)))
  it('jsonLinesCodec', () => check(json, () => jsonLinesCodec()))
  for (const prefix of [1, 2, 4] as const) {
    for (const littleEndian of [false, true]) {
      it(`lengthPrefixCodec of ${prefix} bytes, ${littleEndian ? 'least' : 'most'} significant first`, () =>
        check(
          fc.uint8Array({ maxLength: 30 }).map((data) => Buffer.from(data) as Uint8Array),
          () => lengthPrefixCodec({ prefix, littleEndian }),
        ))
    }
  }
})

describe('lineCodec', () => {
  it('gives the last line also where it lacks its end', () =>
    run(function* () {
      expect(yield* decoded(lineCodec(), bytes('one\r\ntwo\n\nrest'), [])).toEqual(['one', 'two', '', 'rest'])
    }))

  it('sends one line at a time', () => {
    const codec = lineCodec()
    expect(() => codec.encode('a\nb')).toThrow(
      new RangeError('Expected one line, got the string "a\\nb": send each by itself'),
    )
    expect(() => codec.encode(5 as never)).toThrow(
      new TypeError('Expected a line, a string, got the number 5'),
    )
  })
})

describe('jsonLinesCodec', () => {
  it('passes over empty lines, also the last', () =>
    run(function* () {
      const data = bytes('\n\n{"a":1}\n  \r\n\n[2]\n \n')
      for (const cuts of [[], [1], [2], [5], [11, 12, 13], [10, 15, 19, 20]]) {
        expect(yield* decoded(jsonLinesCodec(), data, cuts)).toEqual([{ a: 1 }, [2]])
      }
    }))

  it('a line that is no JSON is an error, and the next one is read', () =>
    run(function* () {
      const reader = new StreamReader()
      reader.feedData(bytes('{"a":1}\nnonsense\n{"b":2}\n'))
      const messages = framed(reading(reader), jsonLinesCodec())
      expect(yield* messages.receive()).toEqual({ a: 1 })
      const error = yield* failure(messages.receive())
      expect(error).toBeInstanceOf(SyntaxError)
      expect((error as Error).message).toBe('Expected a line of JSON, got the string "nonsense"')
      expect(yield* messages.receive()).toEqual({ b: 2 })
      reader.feedEof()
      expect(yield* messages.receive()).toBeUndefined()
      expect(yield* messages.receive()).toBeUndefined()
    }))

  it('empty lines count for no message, however many there are', () =>
    run(function* () {
      const reader = new StreamReader()
      reader.feedData(bytes(`${'\n'.repeat(65)}[1]\n${' '.repeat(65)}[2]\n`))
      const messages = framed(reading(reader), jsonLinesCodec(), { maxLength: 64 })
      expect(yield* messages.receive()).toEqual([1])
      expect(yield* messages.receive()).toEqual([2])
    }))

  it.each(['\n', ' ', '\r\n', ' \t\n'])('looks at each byte of nothing but %j once', (blank) =>
    run(function* () {
      const looks: number[] = []
      for (const count of [10_000, 20_000, 40_000]) {
        const reader = new StreamReader({ limit: 1 << 20 })
        const codec = jsonLinesCodec()
        let looked = 0
        const counted: Codec<unknown> = {
          encode: (message) => codec.encode(message),
          decode: (data, atEnd, seen = 0) => {
            looked += data.length - seen
            return codec.decode(data, atEnd, seen)
          },
        }
        reader.feedData(bytes(blank.repeat(count / blank.length)))
        const receiving = createTask(framed(reading(reader), counted).receive())
        yield
        reader.feedData(bytes(blank))
        reader.feedEof()
        expect(yield* receiving).toBeUndefined()
        looks.push(looked / count)
      }
      for (const each of looks) expect(each).toBeLessThan(1.01)
    }),
  )

  it('sends what JSON can express', () => {
    expect(jsonLinesCodec().encode(null)).toBe('null\n')
    expect(() => jsonLinesCodec().encode(undefined)).toThrow(
      new TypeError('Expected a value JSON can express, got undefined'),
    )
  })
})

describe('lengthPrefixCodec', () => {
  it('a stream that ends after a length, even one that looks blank, ends within a message', () =>
    run(function* () {
      for (const cut of [[0], [0, 0, 0], [0, 0, 0, 9]]) {
        const reader = new StreamReader()
        reader.feedData(Uint8Array.from(cut))
        reader.feedEof()
        const error = yield* failure(framed(reading(reader), lengthPrefixCodec()).receive())
        expect(error).toBeInstanceOf(IncompleteReadError)
        expect([...(error as IncompleteReadError).partial]).toEqual(cut)
      }
    }))

  it('sends bytes', () => {
    expect(() => lengthPrefixCodec().encode('text' as never)).toThrow(
      new TypeError('Expected a message of bytes (a Uint8Array), got the string "text"'),
    )
  })

  it('refuses a message longer than the prefix can say, and a prefix of 3 bytes', () => {
    expect(() => lengthPrefixCodec({ prefix: 1 }).encode(new Uint8Array(256))).toThrow(
      new RangeError('Expected a message of at most 255 bytes, got one of 256'),
    )
    expect(() => lengthPrefixCodec({ prefix: 3 as never })).toThrow(
      new RangeError('Expected a prefix of 1, 2 or 4 bytes, got the number 3'),
    )
  })
})

describe('framed', () => {
  it('a stream that ends within a message: IncompleteReadError with what there is', () =>
    run(function* () {
      const reader = new StreamReader()
      reader.feedData(Buffer.from([0, 0, 0, 5, 104, 105]))
      reader.feedEof()
      const error = yield* failure(framed(reading(reader), lengthPrefixCodec()).receive())
      expect(error).toBeInstanceOf(IncompleteReadError)
      expect([...(error as IncompleteReadError).partial]).toEqual([0, 0, 0, 5, 104, 105])
    }))

  it('a message that is too long, whole or not: LimitOverrunError', () =>
    run(function* () {
      for (const data of ['0123456789', '0123456789\n']) {
        const reader = new StreamReader()
        reader.feedData(bytes(data))
        const error = yield* failure(framed(reading(reader), lineCodec(), { maxLength: 8 }).receive())
        expect(error).toBeInstanceOf(LimitOverrunError)
        expect((error as Error).message).toMatch(/^Expected a message of at most 8 bytes, got 1[01] or more$/)
      }
      expect(() => framed(reading(new StreamReader()), lineCodec(), { maxLength: 0 })).toThrow(RangeError)
    }))

  it('a cancelled receive loses nothing', () =>
    run(function* () {
      const reader = new StreamReader()
      const lines = framed(reading(reader), lineCodec())
      const receiving = createTask(lines.receive())
      yield
      reader.feedData(bytes('half a li'))
      yield
      reader.feedData(bytes('ne\n'))
      receiving.cancel()
      expect(isCancelledError(yield* failure(receiving))).toBe(true)
      expect(yield* lines.receive()).toBe('half a line')
    }))

  it('a cancelled receive and a read of the same reader after it leave whole messages', () =>
    run(function* () {
      for (const codec of [lineCodec(), jsonLinesCodec<string>()]) {
        const reader = new StreamReader()
        const lines = framed(reading(reader), codec)
        const receiving = createTask(lines.receive())
        reader.feedData(bytes('"abcdefgh'))
        yield
        yield
        receiving.cancel()
        expect(isCancelledError(yield* failure(receiving))).toBe(true)
        expect(text(yield* reader.read(9))).toBe('"abcdefgh')
        reader.feedData(bytes('"x"\n"y"\n'))
        const message = codec.encode('x') === 'x\n' ? ['"x"', '"y"'] : ['x', 'y']
        expect([yield* lines.receive(), yield* lines.receive()]).toEqual(message)
      }
    }))

  it('a read that takes the front away while a receive waits leaves whole messages, too', () =>
    run(function* () {
      const reader = new StreamReader()
      reader.feedData(bytes('abcdefgh'))
      const receiving = createTask(framed(reading(reader), lineCodec()).receive())
      yield
      expect(text(yield* reader.read(7))).toBe('abcdefg')
      reader.feedData(bytes('x\n'))
      expect(yield* receiving).toBe('hx')
    }))

  it('what is no connection or no codec is refused at the call', () => {
    const reader = new StreamReader()
    const call = framed as (...args: unknown[]) => unknown
    expect(() => call(reader, undefined, lineCodec())).toThrow(
      new TypeError(
        'Expected a connection to frame, [reader, writer], got a StreamReader: framed(connection, codec)',
      ),
    )
    expect(() => call([reader, undefined], lineCodec)).toThrow(
      new TypeError(
        'Expected a codec, an object with decode() and encode(), got the function lineCodec: framed(connection, lineCodec())',
      ),
    )
    expect(() => call([reader, undefined], lineCodec(), 5)).toThrow(
      new TypeError('Expected the options of framed() as an object, { maxLength }, got the number 5'),
    )
    expect(() => lineCodec({ newline: '\r' as never })).toThrow(
      new RangeError(
        'Expected the option newline of lineCodec() to be "\\n" or "\\r\\n", got the string "\\r"',
      ),
    )
  })

  it('a codec that takes nothing, or more than there is, is told so', () =>
    run(function* () {
      for (const length of [0, 4, Number.NaN]) {
        const reader = new StreamReader()
        reader.feedData(bytes('abc'))
        const codec: Codec<number> = { decode: () => ({ value: 1, length }), encode: () => '' }
        expect(yield* failure(framed(reading(reader), codec).receive())).toEqual(
          new RangeError(
            `Expected decode() of the codec to return undefined or what it found and its length, 1 to 3 bytes, got an object with length the number ${length}`,
          ),
        )
        expect(text(yield* reader.read(3))).toBe('abc')
      }
    }))

  it('a message may be longer than the limit of the reader', () =>
    run(function* () {
      const reader = new StreamReader({ limit: 10 })
      const log: string[] = []
      reader.setTransport({ pauseReading: () => log.push('pause'), resumeReading: () => log.push('resume') })
      const receiving = createTask(framed(reading(reader), lineCodec()).receive())
      yield
      reader.feedData(bytes('x'.repeat(50)))
      expect(log).toEqual(['pause'])
      yield
      yield
      expect(log).toEqual(['pause', 'resume'])
      reader.feedData(bytes('\n'))
      expect(text(bytes((yield* receiving) ?? ''))).toBe('x'.repeat(50))
    }))
})
