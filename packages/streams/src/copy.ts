/** From one connection to another: what proxies are made of. */

import { type Coroutine, coroutine, taskGroup } from '@acoro/core'
import type { Connection } from './open-connection.ts'
import type { StreamReader } from './stream-reader.ts'
import type { StreamWriter } from './stream-writer.ts'

/**
 * Writes all that `reader` gives to `writer`, at the speed of the slower, and gives how many bytes that were. Neither is
 * closed. Cancelling it leaves what was read and not written to nobody.
 */
export function copy(reader: StreamReader, writer: StreamWriter): Coroutine<number> {
  return copying(reader, writer)
}

const copying: (reader: StreamReader, writer: StreamWriter) => Coroutine<number> = coroutine(function* copy(
  reader: StreamReader,
  writer: StreamWriter,
) {
  let total = 0
  for (;;) {
    const chunk = yield* reader._readChunk()
    if (chunk.length === 0) return total
    total += chunk.length
    writer.write(chunk)
    yield* writer.drain()
  }
})

/**
 * Copies both ways at once until both sides have ended, and gives the bytes from `a` to `b` and from `b` to `a`. When
 * one side ends, the other is told so (half-close); where that is impossible, as with TLS, it is closed. An error on either
 * side aborts both; cancelling it, too. tokio: `copy_bidirectional`.
 */
export function copyBidirectional(a: Connection, b: Connection): Coroutine<[number, number]> {
  return copyingBoth(a, b)
}

const copyingBoth: (a: Connection, b: Connection) => Coroutine<[number, number]> = coroutine(
  function* copyBidirectional(a: Connection, b: Connection) {
    let finished = false
    try {
      const counts = yield* taskGroup(function* (group) {
        const there = group.createTask(oneWay(a[0], b[1]))
        const back = group.createTask(oneWay(b[0], a[1]))
        return [yield* there, yield* back] as [number, number]
      })
      finished = true
      return counts
    } finally {
      for (const [, writer] of [a, b]) {
        if (finished) writer.close()
        else writer.transport.abort()
      }
    }
  },
)

const oneWay = coroutine(function* copy(reader: StreamReader, writer: StreamWriter) {
  const total = yield* copying(reader, writer)
  if (writer.canWriteEof()) writer.writeEof()
  else writer.close()
  return total
})
