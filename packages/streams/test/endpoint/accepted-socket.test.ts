// Sockets that were accepted elsewhere.

import { connect, createServer, Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import { getRunningLoop, RuntimeError, run, type Suspension, sleep } from '@acoro/core'
import {
  ConnectionResetError,
  connectAcceptedSocket,
  openConnection,
  Protocol,
  StreamProtocol,
  StreamReader,
  type StreamWriter,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { cancelledEverywhere } from '../support/cancelled.ts'
import { ca, serverTls } from '../support/certificates.ts'
import { failure } from '../support/failure.ts'
import { listening } from '../support/node-server.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { pattern, sameBytes, text } from '../support/text.ts'
import { until } from '../support/turn.ts'

leavesNothingOpen()

const _host = '127.0.0.1'

/** A server of Node's, and the next connection it accepts. */
function* accepting() {
  const sockets: Socket[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => sockets.push(socket))
  const { address, close } = yield* listening(server)
  return {
    address,
    close,
    *next(): Generator<Suspension, Socket, unknown> {
      yield* until(() => sockets.length > 0)
      return sockets.shift()!
    },
    /** The other end of `client`: one that was given up earlier may have been accepted meanwhile. */
    *endOf(client: Socket): Generator<Suspension, Socket, unknown> {
      const own = (socket: Socket) => socket.remotePort === client.localPort
      yield* until(() => client.localPort !== undefined && sockets.some(own))
      return sockets.find(own)!
    },
  }
}

/** Answers with how many bytes came, once the other side has ended. */
const counting = () =>
  new StreamProtocol(new StreamReader(), function* (reader: StreamReader, writer: StreamWriter) {
    const data = yield* reader.read()
    writer.write(`${data.length}`)
  })

describe('connectAcceptedSocket', () => {
  it('puts a protocol on it: half-closing, addresses and all', () =>
    run(function* () {
      const server = yield* accepting()
      const [reader, writer] = yield* openConnection(server.address)
      const socket = yield* server.next()
      const [transport, protocol] = yield* connectAcceptedSocket(counting, socket)
      expect(protocol).toBeInstanceOf(StreamProtocol)
      expect(transport.getExtraInfo('socket')).toBe(socket)
      expect(transport.getExtraInfo('peername')).toEqual(writer.getExtraInfo('sockname'))
      writer.write(pattern(300_000))
      writer.writeEof()
      expect(text(yield* reader.read())).toBe('300000')
      writer.close()
      yield* writer.waitClosed()
      server.close()
    }))

  it('gives what had come before, in order, and allows half-closing where the socket did not', () =>
    run(function* () {
      const sockets: Socket[] = []
      const { address, close } = yield* listening(createServer((socket) => sockets.push(socket)))
      const [reader, writer] = yield* openConnection(address)
      writer.write('12345')
      yield* until(() => (sockets[0]?.bytesRead ?? 0) === 5)
      yield* connectAcceptedSocket(counting, sockets[0]!)
      writer.write('678')
      writer.writeEof()
      expect(text(yield* reader.read())).toBe('8')
      writer.close()
      close()
    }))

  it('goes on under TLS as the server', () =>
    run(function* () {
      const server = yield* accepting()
      const client = connectTls({ ...server.address, ca, servername: 'localhost' })
      const came: Buffer[] = []
      client.on('data', (data) => came.push(data))
      client.end(pattern(100_000))
      const socket = yield* server.next()
      const received: Uint8Array[] = []
      class Receiving extends Protocol {
        override dataReceived(data: Uint8Array): void {
          received.push(data)
        }
      }
      const [transport] = yield* connectAcceptedSocket(() => new Receiving(), socket, { tls: serverTls })
      expect(transport.getExtraInfo('tls')).toBeInstanceOf(TLSSocket)
      yield* until(() => transport.isClosing())
      expect(sameBytes(Buffer.concat(received), pattern(100_000))).toBe(true)
      yield* until(() => client.destroyed)
      server.close()
    }))

  it('tells of a connection that breaks', () =>
    run(function* () {
      const server = yield* accepting()
      const client = connect(server.address)
      const lost = getRunningLoop().createFuture<Error | null>()
      class Losing extends Protocol {
        override connectionLost(error: Error | null): void {
          lost.setResult(error)
        }
      }
      yield* connectAcceptedSocket(() => new Losing(), yield* server.next())
      client.resetAndDestroy()
      expect(yield* lost).toBeInstanceOf(ConnectionResetError)
      server.close()
    }))

  it('closes the socket where the protocol cannot be made, or the handshake fails', () =>
    run(function* () {
      const server = yield* accepting()
      for (const options of [{}, { tls: serverTls }]) {
        const client = connect(server.address)
        client.write('no handshake')
        client.on('error', () => {})
        client.resume()
        const socket = yield* server.next()
        const error = yield* failure(
          connectAcceptedSocket(
            () => {
              throw new Error('no protocol')
            },
            socket,
            options,
          ),
        )
        expect(error).toBeInstanceOf(Error)
        expect(socket.destroyed).toBe(true)
        yield* until(() => client.destroyed)
      }
      server.close()
    }))

  it('refuses what is no socket, or none that can be used, and says why', () =>
    run(function* () {
      const make = () => new Protocol()
      expect(() => connectAcceptedSocket(1 as never, new Socket())).toThrow(
        new TypeError('Expected a function that makes a protocol, got the number 1'),
      )
      expect(() => connectAcceptedSocket(make, {} as never)).toThrow(
        new TypeError('Expected a connected socket of node:net, got an object'),
      )
      expect(() => connectAcceptedSocket(make, new Socket(), { tlsHandshakeTimeout: 5 })).toThrow(
        new TypeError('the option tlsHandshakeTimeout of connectAcceptedSocket() means nothing without tls'),
      )
      // Deno counts it as open until it is destroyed.
      const secure = new TLSSocket(new Socket())
      expect(() => connectAcceptedSocket(make, secure, { tls: serverTls })).toThrow(
        'Expected a plain socket to begin TLS on, got one that is under TLS already',
      )
      secure.destroy()
      const server = yield* accepting()
      const reasons: unknown[] = []
      const uses: ((socket: Socket) => void)[] = [
        (socket) => socket.setEncoding('utf8'),
        (socket) => socket.end(),
        (socket) => socket.destroy(),
      ]
      for (const use of uses) {
        const client = connect(server.address)
        const socket = yield* server.next()
        use(socket)
        reasons.push(yield* failure(connectAcceptedSocket(make, socket)))
        socket.destroy()
        client.destroy()
      }
      reasons.push(yield* failure(connectAcceptedSocket(make, new Socket())))
      const used = 'Expected a connected socket nobody has used up, but this one'
      expect(reasons).toEqual([
        new RuntimeError(`${used} gives text: do not call its setEncoding()`),
        new RuntimeError(`${used} has ended one side`),
        new RuntimeError(`${used} is closed`),
        new RuntimeError(`${used} is not connected yet: wait for its connect event`),
      ])
      server.close()
    }))

  it('cancelled at any moment once it has begun, it closes the socket', () =>
    run(function* () {
      const server = yield* accepting()
      for (const options of [{}, { tls: serverTls }]) {
        yield* cancelledEverywhere(
          function* () {
            const tls = 'tls' in options
            const client = tls
              ? connectTls({ ...server.address, ca, servername: 'localhost' })
              : connect(server.address)
            client.on('error', () => {})
            client.resume()
            try {
              const socket = yield* server.endOf(client)
              try {
                const [transport] = yield* connectAcceptedSocket(() => new Protocol(), socket, options)
                yield* sleep(0)
                transport.close()
              } finally {
                // What had not begun is still the program's own.
                socket.destroy()
              }
            } finally {
              client.destroy()
            }
          },
          () => {},
        )
      }
      server.close()
    }))
})
