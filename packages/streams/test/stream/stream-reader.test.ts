// Behaviour of CPython's asyncio.StreamReader, case by case.

import {
  asyncFor,
  createTask,
  isCancelledError,
  RuntimeError,
  run,
  type Suspension,
  sleep,
} from '@acoro/core'
import { IncompleteReadError, LimitOverrunError, StreamReader } from '@acoro/streams'
import { describe, expect, it, vi } from 'vitest'
import { failure } from '../support/failure.ts'
import { bytes, text } from '../support/text.ts'

function fed(data: string, options?: { limit?: number; eof?: boolean }): StreamReader {
  const reader = new StreamReader(options?.limit === undefined ? {} : { limit: options.limit })
  if (data !== '') reader.feedData(bytes(data))
  if (options?.eof !== false) reader.feedEof()
  return reader
}

/** What the reader asks of its transport. */
function pausable(log: string[]) {
  return { pauseReading: () => log.push('pause'), resumeReading: () => log.push('resume') }
}

describe('read', () => {
  it('gives what there is, up to n, as soon as there is a byte', () =>
    run(function* () {
      const reader = fed('hello', { eof: false })
      expect(text(yield* reader.read(2))).toBe('he')
      expect(text(yield* reader.read(100))).toBe('llo')
      const reading = createTask(reader.read(100))
      yield
      expect(reading.done()).toBe(false)
      reader.feedData(bytes('again'))
      expect(text(yield* reading)).toBe('again')
    }))

  it('joins chunks that came apart', () =>
    run(function* () {
      const reader = fed('ab', { eof: false })
      reader.feedData(bytes('cd'))
      expect(text(yield* reader.read(3))).toBe('abc')
    }))

  it('with -1, or nothing, gives all until the end', () =>
    run(function* () {
      const reader = fed('one', { eof: false })
      const reading = createTask(reader.read())
      yield
      reader.feedData(bytes(' two'))
      yield
      yield
      expect(reading.done()).toBe(false)
      reader.feedEof()
      expect(text(yield* reading)).toBe('one two')
      expect(yield* reader.read()).toHaveLength(0)
    }))

  it('of 0 gives nothing and does not wait', () =>
    run(function* () {
      expect(yield* fed('', { eof: false }).read(0)).toHaveLength(0)
      expect(yield* fed('abc').read(0)).toHaveLength(0)
    }))

  it('gives nothing at the end of the stream', () =>
    run(function* () {
      const reader = fed('')
      expect(reader.atEof()).toBe(true)
      expect(yield* reader.read(10)).toHaveLength(0)
    }))
})

describe('readExactly', () => {
  it('waits for all n bytes, and leaves the rest', () =>
    run(function* () {
      const reader = fed('ab', { eof: false })
      const reading = createTask(reader.readExactly(4))
      yield
      reader.feedData(bytes('cdef'))
      expect(text(yield* reading)).toBe('abcd')
      expect(text(yield* reader.readExactly(2))).toBe('ef')
      expect(yield* reader.readExactly(0)).toHaveLength(0)
    }))

  it('throws IncompleteReadError with what did come', () =>
    run(function* () {
      const reader = fed('abc')
      const error = (yield* failure(reader.readExactly(5))) as IncompleteReadError
      expect(error).toBeInstanceOf(IncompleteReadError)
      expect(error.message).toBe('3 bytes read on a total of 5 expected bytes')
      expect([text(error.partial), error.expected, reader.atEof()]).toEqual(['abc', 5, true])
    }))

  it('refuses what is no size, at the call', () => {
    const reader = fed('abc')
    expect(() => reader.readExactly(-1)).toThrow(
      new RangeError('Expected how many bytes to read, 0 or more, got -1'),
    )
    expect(() => reader.readExactly(1.5)).toThrow(TypeError)
    expect(() => reader.read(Number.NaN)).toThrow(TypeError)
    expect(() => reader.read('5' as never)).toThrow(
      new TypeError('Expected how many bytes to read, an integer, got the string "5"'),
    )
  })
})

describe('readUntil', () => {
  it('gives all up to the separator, which is included', () =>
    run(function* () {
      const reader = fed('one\r\ntwo\r\n')
      expect(text(yield* reader.readUntil('\r\n'))).toBe('one\r\n')
      expect(text(yield* reader.readUntil(bytes('\r\n')))).toBe('two\r\n')
    }))

  it('finds a separator that came in pieces', () =>
    run(function* () {
      const reader = fed('', { eof: false })
      const reading = createTask(reader.readUntil('END'))
      for (const piece of ['datE', 'N', 'ExE', 'ND', 'rest']) {
        yield
        reader.feedData(bytes(piece))
      }
      expect(text(yield* reading)).toBe('datENExEND')
      expect(text(yield* reader.readExactly(4))).toBe('rest')
    }))

  it('of several separators takes the one that ends first; the shorter where two end together', () =>
    run(function* () {
      expect(text(yield* fed('a;b,c').readUntil([',', ';']))).toBe('a;')
      expect(text(yield* fed('xBAz').readUntil(['BAz', 'A']))).toBe('xBA')
      expect(text(yield* fed('aab').readUntil(['aab', 'ab']))).toBe('aab')
      // The shorter one begins later, which counts against the limit.
      expect(yield* failure(fed('123456END', { limit: 7 }).readUntil(['6END', 'D']))).toMatchObject({
        consumed: 8,
      })
    }))

  it('throws IncompleteReadError with the rest at the end of the stream', () =>
    run(function* () {
      const reader = fed('no end')
      const error = (yield* failure(reader.readUntil('\n'))) as IncompleteReadError
      expect([error.name, text(error.partial), error.expected]).toEqual([
        'IncompleteReadError',
        'no end',
        undefined,
      ])
      expect(error.message).toBe('6 bytes read on a total of undefined expected bytes')
      expect(reader.atEof()).toBe(true)
    }))

  it('throws LimitOverrunError and leaves the data where the message is longer than the limit', () =>
    run(function* () {
      const reader = fed('0123456789|', { limit: 5 })
      const found = (yield* failure(reader.readUntil('|'))) as LimitOverrunError
      expect([found.message, found.consumed]).toEqual([
        'Separator is found, but chunk is longer than limit',
        10,
      ])
      const without = fed('0123456789', { limit: 5, eof: false })
      const missing = (yield* failure(without.readUntil('ab'))) as LimitOverrunError
      expect(missing).toBeInstanceOf(LimitOverrunError)
      expect([missing.message, missing.consumed]).toEqual([
        'Separator is not found, and chunk exceed the limit',
        9,
      ])
      expect(text(yield* without.readExactly(9))).toBe('012345678')
    }))

  it('refuses what is no separator, at the call', () => {
    const reader = fed('')
    expect(() => reader.readUntil('')).toThrow(
      new RangeError('Expected a separator of at least one byte, got an empty one'),
    )
    expect(() => reader.readUntil([])).toThrow(
      new RangeError('Expected at least one separator, got an empty list'),
    )
    expect(() => reader.readUntil(10 as never)).toThrow(TypeError)
  })
})

describe('readLine', () => {
  it('gives lines with their end, the rest at the end, then nothing', () =>
    run(function* () {
      const reader = fed('one\n\ntwo')
      const lines = []
      for (let i = 0; i < 4; i++) lines.push(text(yield* reader.readLine()))
      expect(lines).toEqual(['one\n', '\n', 'two', ''])
    }))

  it('drops a line that is longer than the limit, and goes on with the next', () =>
    run(function* () {
      const reader = fed('0123456789\nnext\n', { limit: 5 })
      expect(yield* failure(reader.readLine())).toMatchObject({
        name: 'RangeError',
        message: 'Separator is found, but chunk is longer than limit (5 bytes)',
      })
      expect(text(yield* reader.readLine())).toBe('next\n')
    }))

  it('drops what has come of a line without end', () =>
    run(function* () {
      const reader = fed('0123456789', { limit: 5, eof: false })
      expect(yield* failure(reader.readLine())).toBeInstanceOf(RangeError)
      reader.feedData(bytes('abc\n'))
      expect(text(yield* reader.readLine())).toBe('abc\n')
    }))

  it('asyncFor goes through the lines', () =>
    run(function* () {
      const lines: string[] = []
      yield* asyncFor(fed('a\nb\nc'), function* (line) {
        lines.push(text(line))
      })
      expect(lines).toEqual(['a\n', 'b\n', 'c'])
    }))
})

describe('back-pressure', () => {
  it('pauses past twice the limit, resumes at the limit', () =>
    run(function* () {
      const log: string[] = []
      const reader = new StreamReader({ limit: 4 })
      reader.setTransport(pausable(log))
      reader.feedData(bytes('12345678'))
      expect(log).toEqual([])
      reader.feedData(bytes('9'))
      reader.feedData(bytes('10'))
      expect(log).toEqual(['pause'])
      yield* reader.read(6)
      expect(log).toEqual(['pause'])
      yield* reader.read(1)
      expect(log).toEqual(['pause', 'resume'])
    }))

  it('whoever waits for more than the buffer may hold makes the transport go on', () =>
    run(function* () {
      const log: string[] = []
      const reader = new StreamReader({ limit: 4 })
      reader.setTransport(pausable(log))
      reader.feedData(bytes('123456789'))
      const reading = createTask(reader.readExactly(12))
      yield
      expect(log).toEqual(['pause', 'resume'])
      reader.feedData(bytes('abc'))
      expect(text(yield* reading)).toBe('123456789abc')
      // Fed past the mark it paused again, and was emptied again.
      expect(log).toEqual(['pause', 'resume', 'pause', 'resume'])
    }))

  it('the limit has to be more than 0', () => {
    expect(() => new StreamReader({ limit: 0 })).toThrow(
      new RangeError('Expected a limit in bytes, more than 0, got 0'),
    )
    expect(() => new StreamReader({ limit: Number.NaN })).toThrow(RangeError)
    expect(() => new StreamReader({ limit: '1' as never })).toThrow(TypeError)
  })
})

describe('waiting', () => {
  it('only one may wait at a time', () =>
    run(function* () {
      const reader = new StreamReader()
      const first = createTask(reader.readLine())
      yield
      const error = yield* failure(reader.read(1))
      expect(error).toBeInstanceOf(RuntimeError)
      expect((error as Error).message).toBe(
        'read() called while another coroutine is already waiting for incoming data',
      )
      reader.feedData(bytes('line\n'))
      expect(text(yield* first)).toBe('line\n')
    }))

  it('a cancelled read loses nothing, whether it was woken or not', () =>
    run(function* () {
      const reader = new StreamReader()
      for (const when of ['parked', 'woken']) {
        const reading = createTask(reader.readExactly(4))
        yield
        if (when === 'woken') reader.feedData(bytes('abcd'))
        reading.cancel()
        if (when === 'parked') reader.feedData(bytes('1234'))
        expect(isCancelledError(yield* failure(reading))).toBe(true)
        expect(text(yield* reader.readExactly(4))).toBe(when === 'woken' ? 'abcd' : '1234')
      }
    }))

  it('the report of who waits names the read', () =>
    run(function* () {
      const reader = new StreamReader()
      const reading = createTask(reader.readLine())
      yield
      expect(String(reader)).toBe('<StreamReader 0 bytes limit=65536>')
      reading.cancel()
      yield* sleep(0)
    }))
})

describe('errors', () => {
  it('what broke the connection is thrown at who waits, and at whoever reads later, data or not', () =>
    run(function* () {
      const reader = fed('data', { eof: false })
      const reading = createTask(reader.readExactly(10))
      yield
      const broken = new Error('cut off')
      reader.setException(broken)
      expect(yield* failure(reading)).toBe(broken)
      expect(reader.exception()).toBe(broken)
      for (const read of [reader.read(1), reader.readLine(), reader.readExactly(1), reader.readUntil('a')]) {
        expect(yield* failure(read)).toBe(broken)
      }
    }))

  it('a read that waits for more finds that the connection broke meanwhile', () =>
    run(function* () {
      const reader = new StreamReader()
      const reading = createTask(reader.readExactly(10))
      yield
      reader.feedData(bytes('part'))
      reader.setException(new Error('cut off'))
      expect(yield* failure(reading)).toMatchObject({ message: 'cut off' })
    }))

  it('feeding after the end, or a second transport, is refused', () => {
    const reader = fed('')
    expect(() => reader.feedData(bytes('x'))).toThrow(new RuntimeError('feedData() after feedEof()'))
    reader.setTransport(pausable([]))
    expect(() => reader.setTransport(pausable([]))).toThrow(new RuntimeError('Transport already set'))
  })
})

describe('a task whose reads never wait', () => {
  /** How often another task runs while `spinning` does. */
  function* turnsOfOthers(spinning: () => Generator<Suspension, void, unknown>) {
    let turns = 0
    const other = createTask(
      (function* () {
        for (;;) {
          turns++
          yield
        }
      })(),
    )
    yield* spinning()
    other.cancel()
    return turns
  }

  it('lets the others run every 64 reads', () =>
    run(function* () {
      const reader = new StreamReader()
      reader.feedData(bytes('x\n'.repeat(6400)))
      const turns = yield* turnsOfOthers(function* () {
        for (let i = 0; i < 6400; i++) yield* reader.readLine()
      })
      expect(turns).toBeGreaterThan(90)
    }))

  it('as one that ignores the end of the stream does', () =>
    run(function* () {
      const reader = new StreamReader()
      reader.feedEof()
      const turns = yield* turnsOfOthers(function* () {
        for (let i = 0; i < 6400; i++) expect(text(yield* reader.read(100))).toBe('')
      })
      expect(turns).toBeGreaterThan(90)
    }))

  it('loses nothing when it is cancelled at such a checkpoint', () =>
    run(function* () {
      const reader = new StreamReader()
      const lines = Array.from({ length: 200 }, (_, i) => `${i}\n`)
      reader.feedData(bytes(lines.join('')))
      reader.feedEof()
      const read: string[] = []
      const task = createTask(
        (function* () {
          for (;;) read.push(text(yield* reader.readLine()))
        })(),
      )
      yield
      expect(read.length).toBe(64)
      task.cancel()
      expect(isCancelledError(yield* failure(task))).toBe(true)
      expect(text(yield* reader.read())).toBe(lines.slice(64).join(''))
    }))
})

it('a separator that another read cut off is still found', () =>
  run(function* () {
    const reader = new StreamReader()
    reader.feedData(bytes('0123456789'))
    const reading = createTask(reader.readUntil('\n'))
    yield
    expect(text(yield* reader.read(8))).toBe('01234567')
    reader.feedData(bytes('\nrest\n'))
    expect(text(yield* reading)).toBe('89\n')
  }))

it('chunks of one byte are held in little more memory than they bring', () =>
  run(function* () {
    const reader = new StreamReader()
    reader.feedData(bytes('x'))
    let objects = 0
    const from = vi.spyOn(Buffer, 'allocUnsafeSlow').mockImplementation((size) => {
      objects++
      return Buffer.from(new ArrayBuffer(size))
    })
    try {
      for (let i = 0; i < 131_072; i++) reader.feedData(Uint8Array.of(i % 251))
    } finally {
      from.mockRestore()
    }
    expect(objects).toBeLessThan(12)
    expect((yield* reader.readExactly(131_073)).length).toBe(131_073)
  }))

it('an error that broke the stream has to be one', () => {
  const reader = new StreamReader()
  expect(() => reader.setException(undefined as never)).toThrow(
    new TypeError('Expected the error that broke the stream, got undefined'),
  )
  expect(() => reader.feedData('text' as never)).toThrow(
    new TypeError('Expected bytes (a Uint8Array) to feed, got the string "text"'),
  )
})
