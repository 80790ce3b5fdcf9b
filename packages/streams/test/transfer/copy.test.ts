import { createTask, isCancelledError, run } from '@acoro/core'
import {
  type Connection,
  ConnectionResetError,
  copy,
  copyBidirectional,
  openConnection,
  type Server,
  startServer,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { ca, serverTls } from '../support/certificates.ts'
import { failure } from '../support/failure.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { pattern, sameBytes, text } from '../support/text.ts'
import { until } from '../support/turn.ts'

leavesNothingOpen()

const host = '127.0.0.1'
const local = { host, port: 0 }

/** A proxy to `target`, and what its copies came to. */
function* proxyTo(target: Server, outcomes: unknown[], options = {}) {
  return yield* startServer(function* (...client) {
    try {
      outcomes.push(
        yield* copyBidirectional(client, yield* openConnection({ ...target.address, ...options })),
      )
    } catch (error) {
      outcomes.push(error)
    }
  }, local)
}

/** Answers with how many bytes came, then the bytes again. */
const counting = function* (...[reader, writer]: Connection) {
  const data = yield* reader.read()
  writer.write(`${data.length} `)
  writer.write(data)
  yield* writer.drain()
}

describe('copyBidirectional', () => {
  it('carries both ways, and half-closes where one side ends', () =>
    run(function* () {
      const outcomes: unknown[] = []
      const target = yield* startServer(counting, local)
      const proxy = yield* proxyTo(target, outcomes)
      const [reader, writer] = yield* openConnection(proxy.address)
      const size = 3 << 20
      const sending = createTask(
        (function* () {
          writer.write(pattern(size))
          yield* writer.drain()
          writer.writeEof()
        })(),
      )
      const answer = yield* reader.read()
      yield* sending
      expect(sameBytes(answer, Buffer.concat([Buffer.from(`${size} `), pattern(size)]))).toBe(true)
      writer.close()
      yield* until(() => outcomes.length === 1)
      expect(outcomes).toEqual([[size, size + `${size} `.length]])
      for (const server of [proxy, target]) {
        server.close()
        yield* server.waitClosed()
      }
    }))

  it('to a side that cannot half-close: it is closed', () =>
    run(function* () {
      const outcomes: unknown[] = []
      const target = yield* startServer(
        function* (reader, writer) {
          writer.write(yield* reader.readLine())
          yield* reader.read()
        },
        { ...local, tls: serverTls },
      )
      const proxy = yield* proxyTo(target, outcomes, { tls: { ca } })
      const [reader, writer] = yield* openConnection(proxy.address)
      writer.write('hello\n')
      expect(text(yield* reader.readLine())).toBe('hello\n')
      writer.writeEof()
      expect(yield* reader.read()).toHaveLength(0)
      writer.close()
      yield* until(() => outcomes.length === 1)
      expect(outcomes).toEqual([[6, 6]])
      for (const server of [proxy, target]) {
        server.close()
        yield* server.waitClosed()
      }
    }))

  it('a broken side aborts both', () =>
    run(function* () {
      const outcomes: unknown[] = []
      const target = yield* startServer(function* (reader, writer) {
        yield* reader.readLine()
        writer.getExtraInfo('socket')!.resetAndDestroy()
      }, local)
      const proxy = yield* proxyTo(target, outcomes)
      const [reader, writer] = yield* openConnection(proxy.address)
      writer.write('boom\n')
      expect(yield* failure(reader.readExactly(1))).toBeInstanceOf(Error)
      yield* until(() => outcomes.length === 1 && proxy.clients.size === 0 && target.clients.size === 0)
      expect(outcomes[0]).toBeInstanceOf(ConnectionResetError)
      writer.close()
      for (const server of [proxy, target]) server.close()
    }))

  it('cancelled, it aborts both', () =>
    run(function* () {
      const target = yield* startServer(counting, local)
      const a = yield* openConnection(target.address)
      const b = yield* openConnection(target.address)
      const copying = createTask(copyBidirectional(a, b))
      yield
      yield* until(() => target.clients.size === 2)
      copying.cancel()
      expect(isCancelledError(yield* failure(copying))).toBe(true)
      expect([a[1].isClosing(), b[1].isClosing()]).toEqual([true, true])
      target.close()
      yield* target.waitClosed()
    }))
})

describe('copy', () => {
  it('copies one way, closes nothing, and counts', () =>
    run(function* () {
      const source = yield* startServer(function* (_reader, writer) {
        for (let i = 0; i < 10; i++) {
          writer.write(pattern(100_000))
          yield* writer.drain()
        }
      }, local)
      const target = yield* startServer(counting, local)
      const [from, fromWriter] = yield* openConnection(source.address)
      const [back, to] = yield* openConnection(target.address)
      expect(yield* copy(from, to)).toBe(1_000_000)
      to.write('one more')
      to.writeEof()
      expect(text(yield* back.readUntil(' '))).toBe('1000008 ')
      expect(yield* back.read()).toHaveLength(1_000_008)
      to.close()
      fromWriter.close()
      for (const server of [source, target]) {
        server.close()
        yield* server.waitClosed()
      }
    }))
})
