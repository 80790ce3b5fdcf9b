import { createServer } from 'node:net'
import { run } from '@acoro/core'
import {
  type Address,
  createDatagramEndpoint,
  createSubprocessExec,
  DatagramProtocol,
  type DatagramTransport,
  openConnection,
  openUnixConnection,
  startServer,
  startUnixServer,
} from '@acoro/streams'
import { expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { TemporaryDirectory } from '../support/directory.ts'
import { listening } from '../support/node-server.ts'
import { describeWith } from '../support/programs.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { bytes, text } from '../support/text.ts'
import { until } from '../support/turn.ts'

leavesNothingOpen()

const host = '127.0.0.1'
const piped = { stdin: 'pipe', stdout: 'pipe' } as const

class Echo extends DatagramProtocol {
  transport!: DatagramTransport
  override connectionMade(transport: DatagramTransport): void {
    this.transport = transport
  }
  override datagramReceived(data: Uint8Array, from: Address): void {
    this.transport.sendTo(bytes(`echo ${text(data)}`), from)
  }
}

class Collect extends DatagramProtocol {
  readonly received: string[] = []
  override datagramReceived(data: Uint8Array): void {
    this.received.push(text(data))
  }
}

describeWith('socat', 'datagrams and Unix sockets', () => {
  it('sends a packet and gets it back', () =>
    run(function* () {
      const [server] = yield* createDatagramEndpoint(() => new Echo(), { local: { host, port: 0 } })
      const { port } = server.getExtraInfo('sockname')!
      const child = yield* createSubprocessExec('socat', ['-', `UDP:${host}:${port}`], piped)
      child.stdin!.write('packet')
      expect(text(yield* child.stdout!.readExactly(11))).toBe('echo packet')
      child.kill()
      yield* child.wait()
      child.close()
      server.close()
    }))

  onlyOn('exceptDeno', 'its node:dgram tells no socket of a datagram that was refused')(
    'answers our packets',
    () =>
      run(function* () {
        const [probe] = yield* createDatagramEndpoint(() => new Collect(), { local: { host, port: 0 } })
        const { port } = probe.getExtraInfo('sockname')!
        probe.close()
        const child = yield* createSubprocessExec('socat', [
          `UDP-RECVFROM:${port},bind=${host},fork`,
          'EXEC:cat',
        ])
        const [client, protocol] = yield* createDatagramEndpoint(() => new Collect(), {
          remote: { host, port },
        })
        // It listens when the first packet comes back.
        yield* until(() => {
          if (protocol.received.length === 0) client.sendTo(bytes('there and back'))
          return protocol.received.length > 0
        })
        expect(protocol.received[0]).toBe('there and back')
        child.terminate()
        yield* child.wait()
        client.close()
      }),
  )

  it('connects to a Unix server of ours', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('ours.sock')
      const server = yield* startUnixServer(
        function* (reader, writer) {
          writer.write(`hello ${text(yield* reader.readLine())}`)
        },
        { path },
      )
      const child = yield* createSubprocessExec('socat', ['-', `UNIX-CONNECT:${path}`], piped)
      const [stdout] = yield* child.communicate('socat\n')
      expect(text(stdout!)).toBe('hello socat\n')
      server.close()
      yield* server.waitClosed()
    }))

  it('listens on a Unix socket we connect to', () =>
    run(function* () {
      using directory = new TemporaryDirectory()
      const path = directory.file('theirs.sock')
      // The file is there before anybody listens on it: socat says when it does.
      const child = yield* createSubprocessExec(
        'socat',
        ['-d', '-d', `UNIX-LISTEN:${path}`, 'EXEC:tr a-z A-Z'],
        {
          stderr: 'pipe',
        },
      )
      expect(text(yield* child.stderr!.readLine())).toContain('listening on')
      const [reader, writer] = yield* openUnixConnection({ path })
      writer.write('louder')
      writer.writeEof()
      expect(text(yield* reader.read())).toBe('LOUDER')
      writer.close()
      yield* child.stderr!.read()
      expect(yield* child.wait()).toBe(0)
      child.close()
    }))
})

describeWith('nc', 'netcat on either side', () => {
  it('reads a feed of lines from a server of ours, and hangs up', () =>
    run(function* () {
      const server = yield* startServer(
        function* (_reader, writer) {
          for (let n = 1; n <= 3; n++) {
            writer.write(`${JSON.stringify({ n })}\n`)
            yield* writer.drain()
          }
        },
        { host, port: 0 },
      )
      const child = yield* createSubprocessExec('nc', [host, `${server.address.port}`], {
        stdout: 'pipe',
        stdin: 'ignore',
      })
      const [stdout] = yield* child.communicate()
      expect(text(stdout!)).toBe('{"n":1}\n{"n":2}\n{"n":3}\n')
      server.close()
      yield* server.waitClosed()
    }))

  it('listens, and we connect to it', () =>
    run(function* () {
      const free = yield* listening(createServer())
      const { port } = free.address
      free.close()
      const child = yield* createSubprocessExec('nc', ['-v', '-l', '-s', host, '-p', `${port}`], {
        ...piped,
        stderr: 'stdout',
      })
      expect(text(yield* child.stdout!.readLine())).toMatch(/^Listening on/)
      const [reader, writer] = yield* openConnection({ host, port })
      writer.write('from us\n')
      expect(text(yield* child.stdout!.readLine())).toMatch(/^Connection received/)
      expect(text(yield* child.stdout!.readLine())).toBe('from us\n')
      child.stdin!.write('from nc\n')
      expect(text(yield* reader.readLine())).toBe('from nc\n')
      writer.close()
      child.stdin!.close()
      yield* child.wait()
      child.close()
    }))
})
