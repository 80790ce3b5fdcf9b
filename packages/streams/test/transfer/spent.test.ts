// Memory that copy() reads into again: nothing that anybody still looks at may change.

import { createServer, type Server } from 'node:net'
import { createTask, run, type Suspension } from '@acoro/core'
import {
  type Connection,
  copy,
  createConnection,
  openConnection,
  StreamProtocol,
  StreamReader,
  StreamWriter,
} from '@acoro/streams'
import { describe, expect, it, vi } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { listening } from '../support/node-server.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { pattern, sameBytes } from '../support/text.ts'
import { until } from '../support/turn.ts'

leavesNothingOpen()

const TOTAL = 8 << 20
const everything = pattern(TOTAL)

/** Sends everything, and ends. */
function source(): Server {
  return createServer((socket) => socket.end(everything))
}

/**
 * Keeps what it receives, and stops reading for a turn after each chunk: the copier cannot send all at once.
 */
function slowTarget(received: Buffer[]): Server {
  return createServer((socket) => {
    socket.on('data', (data) => {
      received.push(data)
      socket.pause()
      setImmediate(() => socket.resume())
    })
  })
}

const lengthOf = (chunks: Uint8Array[]): number => chunks.reduce((sum, { length }) => sum + length, 0)

/** Copies `from` to a slow target, and returns what that has when `total` bytes are there. */
function* copied(
  from: Connection,
  { received = [], total = TOTAL }: { received?: Buffer[]; total?: number } = {},
  before?: (...connection: Connection) => Generator<Suspension, void, unknown>,
): Generator<Suspension, Buffer, unknown> {
  const target = yield* listening(slowTarget(received))
  const [reader, fromWriter] = from
  const [, writer] = yield* openConnection(target.address)
  if (before !== undefined) yield* before(reader, writer)
  yield* copy(reader, writer)
  yield* until(() => lengthOf(received) >= total)
  for (const each of [fromWriter, writer]) {
    each.close()
    yield* each.waitClosed()
  }
  target.close()
  return Buffer.concat(received)
}

describe('copy', () => {
  it('brings every byte to a target that reads slowly', () =>
    run(function* () {
      const server = yield* listening(source())
      const all = yield* copied(yield* openConnection(server.address))
      expect(sameBytes(all, everything)).toBe(true)
      server.close()
    }))

  it('leaves alone what was read before it', () =>
    run(function* () {
      const server = yield* listening(source())
      const kept: Uint8Array[] = []
      const all = yield* copied(yield* openConnection(server.address), {}, function* (reader, writer) {
        // Chunks as they came, and the front of one.
        for (const size of [65_536, 65_536, 65_536, 65_536, 10]) kept.push(yield* reader.read(size))
        for (const chunk of kept) writer.write(chunk)
        yield* writer.drain()
      })
      expect(sameBytes(all, everything)).toBe(true)
      const before = Buffer.concat(kept)
      expect(sameBytes(before, everything.subarray(0, before.length))).toBe(true)
      server.close()
    }))

  it('leaves alone what was fed by hand while it runs', () =>
    run(function* () {
      const server = yield* listening(source())
      const connection = yield* openConnection(server.address)
      const fed = pattern(65_536, 7)
      const received: Buffer[] = []
      const copying = createTask(copied(connection, { received, total: TOTAL + fed.length }))
      yield* until(() => lengthOf(received) > 1 << 20)
      connection[0].feedData(fed)
      expect(yield* copying).toHaveLength(TOTAL + fed.length)
      expect(sameBytes(fed, pattern(65_536, 7))).toBe(true)
      server.close()
    }))

  it('leaves alone what a protocol of the user has kept', () =>
    run(function* () {
      const kept: Uint8Array[] = []
      class Keeping extends StreamProtocol {
        override dataReceived(data: Uint8Array): void {
          kept.push(data)
          super.dataReceived(data)
        }
      }
      const server = yield* listening(source())
      const reader = new StreamReader()
      const [transport, protocol] = yield* createConnection(() => new Keeping(reader), server.address)
      const all = yield* copied([reader, new StreamWriter(transport, protocol, reader)])
      expect(sameBytes(all, everything)).toBe(true)
      expect(sameBytes(Buffer.concat(kept), everything)).toBe(true)
      server.close()
    }))

  onlyOn('node', 'others read into memory of their own')(
    'uses the memory of a chunk again once it is sent',
    () =>
      run(function* () {
        const blocks = vi.spyOn(Buffer, 'allocUnsafeSlow')
        try {
          const server = yield* listening(source())
          yield* copied(yield* openConnection(server.address))
          // 128 chunks of 64 KiB, if each had memory of its own.
          expect(blocks.mock.calls.length).toBeLessThan(32)
          server.close()
        } finally {
          blocks.mockRestore()
        }
      }),
  )
})
