// Memory that is read into again: what was handed out must not change.

import { connect, createServer, type Socket } from 'node:net'
import { asyncWith, run, type Suspension } from '@acoro/core'
import {
  createConnection,
  createServer as createProtocolServer,
  openConnection,
  Protocol,
  startServer,
  type Transport,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { listening } from '../support/node-server.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { pattern, sameBytes } from '../support/text.ts'
import { turn, until } from '../support/turn.ts'

leavesNothingOpen()

const host = '127.0.0.1'

/** Small, big, growing, shrinking: whatever makes the memory change hands. */
const SIZES = [1, 100, 5000, 9000, 40_000, 65_536, 200_000, 70_000, 30_000, 9000, 3, 1, 20_000, 2, 65_537, 1]
const TOTAL = SIZES.reduce((sum, size) => sum + size, 0)

/** Keeps every chunk as it came, and answers with a byte when a whole message is there. */
class Keeping extends Protocol {
  readonly chunks: Uint8Array[] = []
  #missing = 0
  #next = 0
  #transport: { write(data: Uint8Array): void } | undefined

  override connectionMade(transport: { write(data: Uint8Array): void }): void {
    this.#transport = transport
  }
  override dataReceived(data: Uint8Array): void {
    this.chunks.push(data)
    this.#missing -= data.length
    if (this.#missing <= 0 && this.#next < SIZES.length) this.#expectNext()
  }
  #expectNext(): void {
    this.#missing += SIZES[this.#next++]!
    this.#transport!.write(Uint8Array.of(1))
  }
  get isMade(): boolean {
    return this.#transport !== undefined
  }
  begin(): void {
    this.#expectNext()
  }
  get length(): number {
    return this.chunks.reduce((sum, { length }) => sum + length, 0)
  }
}

/** Sends the next message for each byte that comes. */
function feeding(socket: Socket): void {
  let at = 0
  let next = 0
  socket.on('data', () => {
    const size = SIZES[next++]
    if (size === undefined) return
    socket.write(pattern(size, at))
    at += size
  })
  socket.on('error', () => socket.destroy())
}

/** A block that small buffers share: a little more than Buffer.poolSize on newer Nodes. */
const SHARED = Buffer.allocUnsafe(1).buffer.byteLength

function check({ chunks }: Keeping): void {
  expect(sameBytes(Buffer.concat(chunks), pattern(TOTAL))).toBe(true)
  for (const chunk of chunks) {
    // A small chunk may share a block with others, as Node's own small buffers do, but must not keep a big
    // one alive.
    expect(chunk.buffer.byteLength).toBeLessThanOrEqual(Math.max(SHARED, 4 * chunk.length))
  }
}

describe('chunks that were handed out stay as they are', () => {
  it('on the side that connects', () =>
    run(function* () {
      const server = yield* listening(createServer(feeding))
      const [transport, protocol] = yield* createConnection(() => new Keeping(), server.address)
      protocol.begin()
      yield* until(() => protocol.length === TOTAL)
      check(protocol)
      transport.close()
      server.close()
    }))

  it('on the side that accepts', () =>
    run(function* () {
      const protocol = new Keeping()
      const server = yield* createProtocolServer(() => protocol, { host, port: 0 })
      const { port } = server.address
      const client = connect({ host, port })
      feeding(client)
      yield* until(() => protocol.isMade)
      protocol.begin()
      yield* until(() => protocol.length === TOTAL)
      check(protocol)
      client.destroy()
      server.close()
      yield* server.waitClosed()
    }))

  it('with many connections at once', () =>
    run(function* () {
      const server = yield* listening(createServer(feeding))
      const made: [Transport, Keeping][] = []
      for (let i = 0; i < 20; i++) made.push(yield* createConnection(() => new Keeping(), server.address))
      for (const [, protocol] of made) protocol.begin()
      yield* until(() => made.every(([, protocol]) => protocol.length === TOTAL))
      for (const [transport, protocol] of made) {
        check(protocol)
        transport.close()
      }
      server.close()
    }))
})

describe('a socket that was accepted', () => {
  it('knows both addresses, and is the one getExtraInfo gives', () =>
    run(function* () {
      const server = yield* startServer(
        function* (reader, writer) {
          const socket = writer.getExtraInfo('socket')!
          writer.write(`${socket.remotePort} ${socket.localPort} ${socket.destroyed}\n`)
          yield* reader.read()
        },
        { host, port: 0 },
      )
      yield* asyncWith(openConnection(server.address), function* ([reader, writer]) {
        const line = new TextDecoder().decode(yield* reader.readLine())
        const own = writer.getExtraInfo('sockname')!.port
        expect(line).toBe(`${own} ${server.address.port} false\n`)
      })
      server.close()
      yield* server.waitClosed()
    }))

  it('reads nothing before its protocol is made, and loses nothing that came before', () =>
    run(function* () {
      const log: string[] = []
      class Late extends Protocol {
        override connectionMade(): void {
          log.push('made')
        }
        override dataReceived(data: Uint8Array): void {
          log.push([...data].join())
        }
        override connectionLost(): void {
          log.push('lost')
        }
      }
      const server = yield* createProtocolServer(() => new Late(), { host, port: 0 })
      const client = connect({ host, port: server.address.port })
      client.end(Uint8Array.of(1, 2, 3))
      client.resume()
      yield* until(() => log.length === 3)
      expect(log).toEqual(['made', '1,2,3', 'lost'])
      server.close()
      yield* server.waitClosed()
    }))
})

describe('a reader that pauses', () => {
  it('is sent no more than it holds, and goes on where it was', () =>
    run(function* () {
      const size = 4 << 20
      const server = yield* listening(createServer((socket) => socket.end(pattern(size))))
      const [reader, writer] = yield* openConnection({ ...server.address, limit: 1000 })
      const { bytesRead } = yield* still(writer.getExtraInfo('socket')!)
      expect(bytesRead).toBeLessThan(300_000)
      expect(sameBytes(yield* reader.readExactly(size), pattern(size))).toBe(true)
      expect(yield* reader.read()).toHaveLength(0)
      writer.close()
      yield* writer.waitClosed()
      server.close()
    }))
})

/** Waits until `socket` has read something, and then nothing for a hundred turns. */
function* still(socket: Socket): Generator<Suspension, Socket, unknown> {
  for (let calm = 0, seen = 0; calm < 100 || seen === 0; ) {
    yield* turn()
    calm = socket.bytesRead === seen ? calm + 1 : 0
    seen = socket.bytesRead
  }
  return socket
}
