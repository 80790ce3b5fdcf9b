// Whatever opens something is cancelled after every number of steps it can take: nothing may stay open.

import { createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { asyncWith, run } from '@acoro/core'
import {
  copyBidirectional,
  createDatagramEndpoint,
  createSubprocessExec,
  DatagramProtocol,
  getAddrInfo,
  openConnection,
  type StreamReader,
  type StreamWriter,
  startServer,
  startUnixServer,
} from '@acoro/streams'
import { expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { cancelledEverywhere } from '../support/cancelled.ts'
import { ca, serverTls } from '../support/certificates.ts'
import { TemporaryDirectory } from '../support/directory.ts'
import { listening } from '../support/node-server.ts'
import { leavesNothingOpen } from '../support/resources.ts'

leavesNothingOpen()

const host = '127.0.0.1'

function* serve(reader: StreamReader, writer: StreamWriter) {
  writer.write(yield* reader.read(100))
}

it('openConnection, by name', () =>
  run(function* () {
    const peer = yield* listening(createServer())
    const { port } = peer.address
    const steps = yield* cancelledEverywhere(
      function* () {
        return yield* openConnection({ host: 'localhost', port })
      },
      ([, writer]) => writer.transport.abort(),
    )
    expect(steps).toBeGreaterThan(2)
    peer.close()
  }))

it('openConnection under TLS', () =>
  run(function* () {
    const peer = yield* listening(createTlsServer(serverTls))
    yield* cancelledEverywhere(
      function* () {
        return yield* openConnection({ ...peer.address, tls: { ca } })
      },
      ([, writer]) => writer.transport.abort(),
    )
    peer.close()
  }))

it('startTls', () =>
  run(function* () {
    const peer = yield* listening(createTlsServer(serverTls))
    yield* cancelledEverywhere(
      function* () {
        const [, writer] = yield* openConnection(peer.address)
        using _closing = writer
        yield* writer.startTls({ tls: { ca }, servername: 'localhost' })
      },
      () => {},
    )
    peer.close()
  }))

it('startServer, by name', () =>
  run(function* () {
    yield* cancelledEverywhere(
      function* () {
        return yield* startServer(serve, { host: 'localhost', port: 0 })
      },
      (server) => server.close(),
    )
  }))

it('startUnixServer', () =>
  run(function* () {
    using directory = new TemporaryDirectory()
    let n = 0
    yield* cancelledEverywhere(
      function* () {
        return yield* startUnixServer(serve, { path: directory.file(`${n++}.sock`) })
      },
      (server) => server.close(),
    )
  }))

it('createDatagramEndpoint', () =>
  run(function* () {
    yield* cancelledEverywhere(
      function* () {
        return yield* createDatagramEndpoint(() => new DatagramProtocol(), {
          local: { host: 'localhost', port: 0 },
        })
      },
      ([transport]) => transport.close(),
    )
  }))

it('getAddrInfo', () =>
  run(function* () {
    yield* cancelledEverywhere(
      function* () {
        return yield* getAddrInfo('localhost')
      },
      () => {},
    )
  }))

it('a whole conversation, in asyncWith', () =>
  run(function* () {
    const server = yield* startServer(serve, { host, port: 0 })
    yield* cancelledEverywhere(
      function* () {
        return yield* asyncWith(openConnection(server.address), function* ([reader, writer]) {
          writer.write('hello')
          yield* writer.drain()
          return yield* reader.read()
        })
      },
      () => {},
    )
    server.close()
    yield* server.waitClosed()
  }))

onlyOn(
  'exceptBun',
  'a socket of it whose other end is gone fails to read, with EPIPE, where others read an end',
)('copyBidirectional', () =>
  run(function* () {
    const server = yield* startServer(serve, { host, port: 0 })
    yield* cancelledEverywhere(
      function* () {
        return yield* asyncWith(openConnection(server.address), function* (a) {
          return yield* asyncWith(openConnection(server.address), function* (b) {
            a[1].write('x')
            b[1].write('y')
            return yield* copyBidirectional(a, b)
          })
        })
      },
      () => {},
    )
    server.close()
    yield* server.waitClosed()
  }),
)

it(
  'a subprocess, in asyncWith',
  () =>
    run(function* () {
      yield* cancelledEverywhere(
        function* () {
          const child = createSubprocessExec('cat', [], { stdin: 'pipe', stdout: 'pipe' })
          return yield* asyncWith(child, (running) => running.communicate('hello'))
        },
        () => {},
      )
    }),
  20_000,
)
