/** The reader and the codecs of streams, fed by hand: what a peer sends is the peer's choice. */

import { type Awaitable, asyncFor, type Suspension } from '@acoro/core'
import {
  framed,
  jsonLinesCodec,
  lengthPrefixCodec,
  lineCodec,
  StreamReader,
  type StreamWriter,
} from '@acoro/streams'
import { VirtualLoop } from '@acoro/testing'
import type { ScalingCase } from './case.ts'

type Reading = (reader: StreamReader, n: number) => Generator<Suspension, unknown, unknown>

/** `bytes(n)` in chunks of `size`, all of it there or fed while it is read. */
function reading(name: string, bytes: (n: number) => string, size: number, read: Reading): ScalingCase {
  return {
    name,
    run: (n) => {
      using loop = new VirtualLoop()
      loop.runSync(function* () {
        const reader = new StreamReader({ limit: 1 << 24 })
        const all = new TextEncoder().encode(bytes(n))
        for (let at = 0; at < all.length; at += size) reader.feedData(all.subarray(at, at + size))
        reader.feedEof()
        yield* read(reader, n)
      } as () => Awaitable<unknown>)
    },
  }
}

function* lines(reader: StreamReader): Generator<Suspension, void, unknown> {
  yield* asyncFor(reader, function* () {})
}

const nobody = undefined as unknown as StreamWriter

export const streamCases: readonly ScalingCase[] = [
  reading('lines, in chunks of a byte', (n) => 'ab\n'.repeat(n), 1, lines),
  reading('lines, in one chunk', (n) => 'ab\n'.repeat(n), Infinity, lines),
  reading('one long line, in chunks of a byte', (n) => `${'a'.repeat(n)}\n`, 1, lines),
  reading('blank lines', (n) => '\n'.repeat(n), 64, lines),
  reading(
    'readUntil one of two separators',
    (n) => 'ab\r\n'.repeat(n),
    3,
    function* (reader, n) {
      for (let i = 0; i < n; i++) yield* reader.readUntil(['\r\n', '\0'])
    },
  ),
  reading(
    'readUntil after a long wait',
    (n) => `${'a'.repeat(n)}\r\n`,
    1,
    function* (reader) {
      yield* reader.readUntil('\r\n')
    },
  ),
  reading(
    'readExactly, in chunks of a byte',
    (n) => 'abcd'.repeat(n),
    1,
    function* (reader, n) {
      for (let i = 0; i < n; i++) yield* reader.readExactly(4)
    },
  ),
  reading(
    'readExactly of all',
    (n) => 'a'.repeat(n),
    1,
    function* (reader, n) {
      yield* reader.readExactly(n)
    },
  ),
  reading(
    'read a little of much',
    (n) => 'a'.repeat(n),
    Infinity,
    function* (reader, n) {
      for (let i = 0; i < n; i++) yield* reader.read(1)
    },
  ),
  reading(
    'read to the end',
    (n) => 'a'.repeat(n),
    1,
    function* (reader) {
      yield* reader.read()
    },
  ),
  reading(
    'jsonLinesCodec',
    (n) => '{"a":1}\n'.repeat(n),
    5,
    function* (reader) {
      yield* asyncFor(framed([reader, nobody], jsonLinesCodec()), function* () {})
    },
  ),
  reading(
    'jsonLinesCodec on blank lines',
    (n) => '\n'.repeat(n),
    Infinity,
    function* (reader) {
      yield* asyncFor(framed([reader, nobody], jsonLinesCodec()), function* () {})
    },
  ),
  reading(
    'lineCodec',
    (n) => 'ab\n'.repeat(n),
    2,
    function* (reader) {
      yield* asyncFor(framed([reader, nobody], lineCodec()), function* () {})
    },
  ),
  reading(
    'lineCodec on one long line',
    (n) => `${'a'.repeat(n)}\n`,
    1,
    function* (reader) {
      yield* asyncFor(framed([reader, nobody], lineCodec()), function* () {})
    },
  ),
  reading(
    'lengthPrefixCodec on empty messages',
    (n) => '\0\0\0\0'.repeat(n),
    3,
    function* (reader) {
      yield* asyncFor(framed([reader, nobody], lengthPrefixCodec()), function* () {})
    },
  ),
]
