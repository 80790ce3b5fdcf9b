import { createServer } from 'node:net'
import { createServer as createTlsServer, connect as tlsConnect } from 'node:tls'
import { getRunningLoop, run, TimeoutError } from '@acoro/core'
import {
  CertificateError,
  ConnectionResetError,
  openConnection,
  type StreamReader,
  type StreamWriter,
  startServer,
  TlsError,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { ca, clientTls, serverTls } from '../support/certificates.ts'
import { failure } from '../support/failure.ts'
import { listening } from '../support/node-server.ts'
import { leavesNothingOpen, openHandles } from '../support/resources.ts'
import { pattern, sameBytes, text } from '../support/text.ts'
import { until } from '../support/turn.ts'

const host = '127.0.0.1'

leavesNothingOpen()

function* echo(reader: StreamReader, writer: StreamWriter) {
  for (;;) {
    const data = yield* reader.read(65536)
    if (data.length === 0) return
    writer.write(data)
    yield* writer.drain()
  }
}

describe('openConnection and startServer under TLS', () => {
  it('talk to one another, and know protocol, cipher and certificate', () =>
    run(function* () {
      const server = yield* startServer(echo, {
        host,
        port: 0,
        tls: { ...serverTls, ALPNProtocols: ['acoro/1'] },
      })
      const [reader, writer] = yield* openConnection({
        ...server.address,
        tls: { ca, ALPNProtocols: ['acoro/1'] },
      })
      writer.write(pattern(300_000))
      expect(sameBytes(yield* reader.readExactly(300_000), pattern(300_000))).toBe(true)
      expect(writer.getExtraInfo('alpnProtocol')).toBe('acoro/1')
      expect(writer.getExtraInfo('cipher')?.version).toMatch(/^TLSv1/)
      expect(writer.getExtraInfo('peerCertificate')?.subject.CN).toBe('acoro test server')
      expect(writer.canWriteEof()).toBe(false)
      expect(() => writer.writeEof()).toThrow('Cannot end only one side')
      writer.close()
      yield* writer.waitClosed()
      server.close()
      yield* server.waitClosed()
    }))

  it("the name of the host is checked, as is another one asked for by 'servername'", () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0, tls: serverTls })
      const { port } = server.address
      const [, writer] = yield* openConnection({ host: 'localhost', port, tls: { ca } })
      writer.close()
      const wrong = yield* failure(openConnection({ host, port, tls: { ca, servername: 'example.org' } }))
      expect(wrong).toBeInstanceOf(CertificateError)
      expect(wrong).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID', address: `${host}:${port}` })
      server.close()
      server.abortClients()
      yield* server.waitClosed()
    }))

  it('a certificate of an unknown authority: CertificateError with code and address', () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0, tls: serverTls })
      const error = yield* failure(openConnection({ ...server.address, tls: true }))
      expect(error).toBeInstanceOf(CertificateError)
      expect(error).toMatchObject({ name: 'CertificateError', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
      expect((error as Error).message).toContain('agree on TLS with')
      server.close()
      yield* server.waitClosed()
    }))

  it('a server that asks for a certificate lets only those in who have one', () =>
    run(function* () {
      const server = yield* startServer(echo, {
        host,
        port: 0,
        tls: { ...serverTls, ca, requestCert: true, rejectUnauthorized: true },
      })
      const [reader, writer] = yield* openConnection({ ...server.address, tls: { ca, ...clientTls } })
      writer.write('let me in')
      expect(text(yield* reader.readExactly(9))).toBe('let me in')
      const [shut] = yield* openConnection({ ...server.address, tls: { ca } })
      // Under TLS 1.3 the client learns of it only by reading; what it sees is the server's alert or its hanging up.
      expect(yield* failure(shut.readExactly(1))).toBeInstanceOf(Error)
      expect(server.clients.size).toBe(1)
      writer.close()
      server.close()
      yield* server.waitClosed()
    }))

  it('a peer that does not speak TLS: TlsError', () =>
    run(function* () {
      const peer = yield* listening(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
      const error = yield* failure(openConnection({ ...peer.address, tls: { ca } }))
      expect(error).toBeInstanceOf(TlsError)
      expect(error).toMatchObject({ address: `${host}:${peer.address.port}` })
      peer.close()
    }))

  it('a peer that hangs up during the handshake: ConnectionResetError', () =>
    run(function* () {
      const peer = yield* listening(createServer((socket) => socket.once('data', () => socket.destroy())))
      const error = yield* failure(openConnection({ ...peer.address, tls: { ca } }))
      expect(error).toBeInstanceOf(ConnectionResetError)
      peer.close()
    }))

  it('a peer that never answers the handshake: TimeoutError, and nothing stays open', () =>
    run(function* () {
      const peer = yield* listening(createServer())
      const { port } = peer.address
      const error = yield* failure(openConnection({ host, port, tls: { ca }, tlsHandshakeTimeout: 20 }))
      expect(error).toBeInstanceOf(TimeoutError)
      expect((error as Error).message).toBe(`Could not agree on TLS with ${host}:${port} within 20 ms`)
      peer.close()
    }))

  it('closing a server drops those who are still shaking hands', () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0, tls: serverTls })
      const before = openHandles()
      const [reader, writer] = yield* openConnection(server.address)
      yield* until(() => openHandles() === before + 2)
      server.close()
      yield* server.waitClosed()
      yield* failure(reader.readExactly(1))
      writer.close()
    }))
})

describe('startTls', () => {
  it('goes on under TLS, on both sides', () =>
    run(function* () {
      const server = yield* startServer(
        function* (reader, writer) {
          expect(text(yield* reader.readLine())).toBe('STARTTLS\n')
          writer.write('go ahead\n')
          yield* writer.startTls({ tls: serverTls })
          writer.write(`you said ${text(yield* reader.readLine())}`)
        },
        { host, port: 0 },
      )
      const [reader, writer] = yield* openConnection(server.address)
      writer.write('STARTTLS\n')
      expect(text(yield* reader.readLine())).toBe('go ahead\n')
      expect(writer.getExtraInfo('cipher')).toBeUndefined()
      yield* writer.startTls({ tls: { ca }, servername: 'localhost' })
      expect(writer.getExtraInfo('cipher')?.version).toMatch(/^TLSv1/)
      writer.write('a secret\n')
      expect(text(yield* reader.readLine())).toBe('you said a secret\n')
      expect(yield* reader.read()).toHaveLength(0)
      writer.close()
      server.close()
      yield* server.waitClosed()
    }))

  it('what came too early is taken for a part of the handshake, never for a message', () =>
    run(function* () {
      const server = yield* startServer(
        function* (reader, writer) {
          yield* reader.readLine()
          yield* writer.startTls({ tls: serverTls })
          throw new Error(`the server must not get here: ${text(yield* reader.readLine())}`)
        },
        { host, port: 0 },
      )
      const reports: unknown[] = []
      getRunningLoop().setExceptionHandler((_loop, context) => void reports.push(context.exception))
      const [reader, writer] = yield* openConnection(server.address)
      writer.write('STARTTLS\nan injected command\n')
      yield* failure(reader.readExactly(100))
      yield* until(() => reports.length > 0)
      expect(reports[0]).toBeInstanceOf(TlsError)
      writer.close()
      server.close()
      yield* server.waitClosed()
    }))

  it('a wrong certificate aborts the connection', () =>
    run(function* () {
      const server = yield* startServer(
        function* (reader, writer) {
          yield* reader.readLine()
          yield* failure(writer.startTls({ tls: serverTls }))
        },
        { host, port: 0 },
      )
      const [, writer] = yield* openConnection(server.address)
      writer.write('STARTTLS\n')
      expect(yield* failure(writer.startTls({ servername: 'localhost' }))).toBeInstanceOf(CertificateError)
      expect(writer.isClosing()).toBe(true)
      yield* writer.waitClosed()
      server.close()
      yield* server.waitClosed()
    }))
})

describe('against node:tls', () => {
  it('a client of ours and a server of node:tls', () =>
    run(function* () {
      const peer = yield* listening(createTlsServer(serverTls, (socket) => void socket.pipe(socket)))
      const [reader, writer] = yield* openConnection({ ...peer.address, tls: { ca } })
      writer.write(pattern(200_000))
      expect(sameBytes(yield* reader.readExactly(200_000), pattern(200_000))).toBe(true)
      writer.close()
      yield* writer.waitClosed()
      peer.close()
    }))

  it('a client of node:tls and a server of ours', () =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0, tls: serverTls })
      let answer = ''
      const socket = tlsConnect({ port: server.address.port, host, ca }, () => socket.write('hello'))
      socket.on('data', (data) => {
        answer += data
        if (answer === 'hello') socket.end()
      })
      let closed = false
      socket.on('close', () => {
        closed = true
      })
      yield* until(() => closed)
      expect(answer).toBe('hello')
      server.close()
      yield* server.waitClosed()
    }))
})
