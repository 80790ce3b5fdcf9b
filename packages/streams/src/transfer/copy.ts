/** Copying from one connection to another: what proxies are made of. */

import { type Coroutine, coroutine, createTask, gather } from '@acoro/core'
import { cancelAll, describeValue } from '@acoro/core/lowlevel'
import type { Connection } from '../stream/open-connection.ts'
import type { StreamReader } from '../stream/stream-reader.ts'
import type { StreamWriter } from '../stream/stream-writer.ts'
import { Spent } from './spent.ts'

/**
 * Copies everything from `reader` to `writer`, at the speed of the slower one, and returns how many bytes
 * that were. Neither is closed. If it is cancelled, a chunk that was read and not written is lost.
 */
export function copy(reader: StreamReader, writer: StreamWriter): Coroutine<number> {
  checkEnds([reader, writer], 'copy(reader, writer)')
  return copying(reader, writer)
}

const copying: (reader: StreamReader, writer: StreamWriter) => Coroutine<number> = coroutine(function* copy(
  reader: StreamReader,
  writer: StreamWriter,
) {
  const spent = new Spent(reader, writer)
  let total = 0
  for (;;) {
    const chunk = yield* reader._readChunk()
    if (chunk.length === 0) return total
    total += chunk.length
    writer.write(chunk)
    yield* writer.drain()
    spent.add(chunk)
  }
})

/**
 * Copies both ways at once until both sides have ended. Returns the bytes from `a` to `b` and from `b` to
 * `a`. When one side ends, the other is told (half-close); if that is impossible, as with TLS, it is closed.
 * An error on either side, or a cancel, aborts both. tokio: `copy_bidirectional`.
 */
export function copyBidirectional(a: Connection, b: Connection): Coroutine<[number, number]> {
  checkEnds(a, 'copyBidirectional(a, b), [reader, writer] each')
  checkEnds(b, 'copyBidirectional(a, b), [reader, writer] each')
  return copyingBoth(a, b)
}

function checkEnds(connection: unknown, call: string): void {
  const [reader, writer] = Array.isArray(connection) ? (connection as Partial<Connection>) : []
  if (typeof reader?._readChunk === 'function' && typeof writer?.drain === 'function') return
  const got = Array.isArray(connection)
    ? `${describeValue(reader)} and ${describeValue(writer)}`
    : describeValue(connection)
  throw new TypeError(`Expected a StreamReader and a StreamWriter to copy with ${call}, got ${got}`)
}

const copyingBoth: (a: Connection, b: Connection) => Coroutine<[number, number]> = coroutine(
  function* copyBidirectional(a: Connection, b: Connection) {
    const there = createTask(oneWay(a[0], b[1]))
    const back = createTask(oneWay(b[0], a[1]))
    let finished = false
    try {
      // Not a group: the caller wants the error, not a group of one.
      const counts = yield* gather(there, back)
      finished = true
      return counts
    } finally {
      for (const [, writer] of [a, b]) {
        if (finished) writer.close()
        else writer.transport.abort()
      }
      yield* cancelAll(new Set([there, back]))
    }
  },
)

const oneWay = coroutine(function* copy(reader: StreamReader, writer: StreamWriter) {
  const total = yield* copying(reader, writer)
  if (writer.canWriteEof()) writer.writeEof()
  else writer.close()
  return total
})
