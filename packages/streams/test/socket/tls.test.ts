import { createServer } from 'node:net'
import { createServer as createTlsServer, connect as tlsConnect } from 'node:tls'
import { createTask, getRunningLoop, run, sleep, TimeoutError } from '@acoro/core'
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
import { isOn, onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { ca, clientTls, serverTls } from '../support/certificates.ts'
import { TemporaryDirectory } from '../support/directory.ts'
import { failure } from '../support/failure.ts'
import { listening } from '../support/node-server.ts'
import { relay } from '../support/relay.ts'
import { leavesNothingOpen, openHandles } from '../support/resources.ts'
import { pattern, sameBytes, text } from '../support/text.ts'
import { turn, until } from '../support/turn.ts'

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
      // Under TLS 1.3 the client learns of it only by reading. It sees the server's alert, or that it hung
      // up.
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

  onlyOn('node', 'others count what is open in another way')(
    'closing a server drops those who are still shaking hands',
    () =>
      run(function* () {
        const server = yield* startServer(echo, { host, port: 0, tls: serverTls })
        const before = openHandles()
        const [reader, writer] = yield* openConnection(server.address)
        yield* until(() => openHandles() === before + 2)
        server.close()
        yield* server.waitClosed()
        yield* failure(reader.readExactly(1))
        writer.close()
      }),
  )
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

describe('options of TLS that turn out to be unusable', () => {
  onlyOn('exceptDeno', 'its createSecureContext() takes a key that is none, and any curve')(
    'are told before anybody is connected to: TlsError or TypeError, and nothing is uncaught',
    () =>
      run(function* () {
        let connections = 0
        const backend = yield* listening(createServer(() => connections++))
        const cases: [object, string, RegExp][] = [
          [{ key: 'x', cert: 'y' }, 'TlsError', /^Could not use the options of TLS: /],
          [{ ciphers: 'nope' }, 'TlsError', /^Could not use the options of TLS: /],
          [{ ecdhCurve: 'nope' }, 'TlsError', /^Could not use the options of TLS: /],
          [{ ca: 5 }, 'TypeError', /^Expected options of TLS that can be used: .*"options.ca"/],
          [{ minVersion: 'x' }, 'TypeError', /^Expected options of TLS that can be used: "x" is not a valid/],
        ]
        for (const [tls, name, message] of cases) {
          expect(yield* failure(openConnection({ ...backend.address, tls }))).toMatchObject({
            name,
            message: expect.stringMatching(message),
          })
        }
        expect(
          yield* failure(startServer(echo, { host, port: 0, tls: { key: 'x', cert: 'y' } })),
        ).toBeInstanceOf(TlsError)
        expect(connections).toBe(0)
        backend.close()
      }),
  )

  it.each([
    [() => new Error('not mine'), 'not mine'],
    [() => undefined, 'undefined'],
  ])('a checkServerIdentity that throws distrusts the server', (make, reason) =>
    run(function* () {
      const server = yield* startServer(echo, { host, port: 0, tls: serverTls })
      const checkServerIdentity = () => {
        throw make()
      }
      const error = yield* failure(
        openConnection({ ...server.address, tls: { ca, servername: 'localhost', checkServerIdentity } }),
      )
      expect(error).toBeInstanceOf(CertificateError)
      expect((error as Error).message).toBe(`Could not agree on TLS with localhost: ${reason}`)
      server.close()
      yield* server.waitClosed()
    }),
  )
})

/** Deno does not say that it was a request of HTTP. */
const NOT_TLS = isOn('exceptDeno') ? /^ERR_SSL_HTTP_REQUEST$/ : /^ERR_SSL_WRONG_VERSION_NUMBER$/

describe('handshakes of a server', () => {
  it('that fail are told to onHandshakeError, with the address of the client', () =>
    run(function* () {
      const told: Error[] = []
      const server = yield* startServer(echo, {
        host,
        port: 0,
        tls: serverTls,
        tlsHandshakeTimeout: 50,
        onHandshakeError: (error) => told.push(error),
      })
      const { port } = server.address
      const [, garbled] = yield* openConnection({ host, port })
      garbled.write('GET / HTTP/1.0\r\n\r\n')
      yield* until(() => told.length === 1)
      const local = garbled.getExtraInfo('sockname')!
      expect(told[0]).toBeInstanceOf(TlsError)
      expect(told[0]).toMatchObject({
        address: `${host}:${local.port}`,
        code: expect.stringMatching(NOT_TLS),
      })
      const [, silent] = yield* openConnection({ host, port })
      yield* until(() => told.length === 2)
      expect(told[1]).toBeInstanceOf(TimeoutError)
      expect(told[1]!.message).toMatch(/^Could not agree on TLS with 127\.0\.0\.1:\d+ within 50 ms$/)
      garbled.transport.abort()
      silent.transport.abort()
      server.close()
      yield* server.waitClosed()
    }))

  onlyOn('exceptDeno', 'its TLS server hears only after some turns that a client has reset its connection')(
    'count for maxConnections',
    () =>
      run(function* () {
        const server = yield* startServer(echo, { host, port: 0, tls: serverTls, maxConnections: 2 })
        const { port } = server.address
        const waiting = [yield* openConnection({ host, port }), yield* openConnection({ host, port })]
        const [refused] = yield* openConnection({ host, port })
        yield* failure(refused.readExactly(1))
        for (const [, writer] of waiting) writer.transport.abort()
        for (const [, writer] of waiting) yield* writer.waitClosed()
        yield* turn()
        const tls = { ca, servername: 'localhost' }
        const [reader, writer] = yield* openConnection({ host, port, tls })
        writer.write('let in\n')
        expect(text(yield* reader.readLine())).toBe('let in\n')
        writer.close()
        server.close()
        yield* server.waitClosed()
      }),
  )

  it('at a Unix socket end when the server is closed, however many there are', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('server.sock')
      const server = yield* startServer(echo, { path, tls: serverTls })
      const readers: StreamReader[] = []
      for (let i = 0; i < 3; i++) readers.push((yield* openConnection({ path }))[0])
      yield* turn()
      server.close()
      for (const reader of readers) expect((yield* reader.read()).length).toBe(0)
      yield* server.waitClosed()
    }))
})

describe('garbage after the handshake', () => {
  const garbage = 'this is no record of TLS, and far too long to be the beginning of one\n'

  it('ends a client: whoever reads, drains or waits for the end is thrown a TlsError', () =>
    run(function* () {
      const backend = yield* listening(createTlsServer(serverTls, (socket) => socket.on('error', () => {})))
      const middle = yield* relay(backend.address)
      const [reader, writer] = yield* openConnection({
        ...middle.address,
        tls: { ca, servername: 'localhost' },
      })
      const reading = createTask(failure(reader.readLine()))
      yield* sleep(0)
      middle.inject('client', garbage)
      const error = yield* reading
      expect(error).toBeInstanceOf(TlsError)
      expect(error).toMatchObject({
        address: `${host}:${middle.address.port}`,
        code: expect.stringMatching(/^ERR_SSL/),
      })
      expect(yield* failure(writer.waitClosed())).toBe(error)
      expect(yield* failure(writer.drain())).toBe(error)
      middle.close()
      backend.close()
    }))

  it('ends that client of a server, and the server serves the next one', () =>
    run(function* () {
      const seen: unknown[] = []
      const server = yield* startServer(
        function* (reader, writer) {
          writer.write('hello\n')
          try {
            yield* reader.read()
          } catch (error) {
            seen.push(error, yield* failure(writer.waitClosed()))
          }
        },
        { host, port: 0, tls: serverTls },
      )
      const middle = yield* relay({ host, port: server.address.port })
      const tls = { ca, servername: 'localhost' }
      const [reader, writer] = yield* openConnection({ ...middle.address, tls })
      yield* reader.readLine()
      middle.inject('server', garbage)
      yield* until(() => seen.length === 2)
      expect(seen[0]).toBeInstanceOf(TlsError)
      expect(seen[1]).toBe(seen[0])
      yield* failure(writer.waitClosed())
      const [again, last] = yield* openConnection({ ...server.address, tls })
      expect(text(yield* again.readLine())).toBe('hello\n')
      last.close()
      middle.close()
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
