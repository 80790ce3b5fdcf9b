import { createSocket } from 'node:dgram'
import { createTask, getRunningLoop, isCancelledError, run } from '@acoro/core'
import {
  type Address,
  createDatagramEndpoint,
  DatagramProtocol,
  type DatagramTransport,
  HostNotFoundError,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { isOn, onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { failure } from '../support/failure.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { bytes, text } from '../support/text.ts'
import { until } from '../support/turn.ts'

leavesNothingOpen()

const host = '127.0.0.1'
const local = { host, port: 0 }

class Logged extends DatagramProtocol {
  readonly log: string[] = []
  readonly senders: Address[] = []
  transport!: DatagramTransport

  override connectionMade(transport: DatagramTransport): void {
    this.transport = transport
    this.log.push('made')
  }

  override datagramReceived(data: Uint8Array, from: Address): void {
    this.log.push(text(data))
    this.senders.push(from)
  }

  override errorReceived(error: Error): void {
    this.log.push(`${error.name} ${(error as { code?: string }).code}`)
  }

  override connectionLost(error: Error | null): void {
    this.log.push(`lost ${error}`)
  }
}

describe('datagrams', () => {
  it('go there and back; the end comes once', () =>
    run(function* () {
      const [server, there] = yield* createDatagramEndpoint(() => new Logged(), { local })
      const remote = server.getExtraInfo('sockname')!
      const [client, here] = yield* createDatagramEndpoint(() => new Logged(), { remote })
      client.sendTo(bytes('ping'))
      yield* until(() => there.senders.length === 1)
      const own = client.getExtraInfo('sockname')!
      // Deno's node:dgram does not ask for the address that a connected socket has got.
      expect(own.host).toBe(isOn('exceptDeno') ? host : '0.0.0.0')
      expect(there.senders[0]).toEqual({ ...own, host })
      expect(client.getExtraInfo('peername')).toEqual(remote)
      server.sendTo(bytes('pong'), there.senders[0]!)
      yield* until(() => here.log.length === 2)
      client.close()
      client.close()
      server.abort()
      yield* until(() => here.log.includes('lost null') && there.log.includes('lost null'))
      expect(here.log).toEqual(['made', 'pong', 'lost null'])
      expect(there.log).toEqual(['made', 'ping', 'lost null'])
    }))

  it('close() sends what is still to be sent', () =>
    run(function* () {
      const [server, there] = yield* createDatagramEndpoint(() => new Logged(), { local })
      const [client] = yield* createDatagramEndpoint(() => new Logged(), {
        remote: server.getExtraInfo('sockname')!,
      })
      for (let i = 0; i < 10; i++) client.sendTo(bytes(`packet ${i}`))
      client.close()
      client.sendTo(bytes('too late'))
      yield* until(() => there.log.length === 11)
      // Deno's node:dgram sends the last datagram of a turn first.
      const came = isOn('exceptDeno') ? there.log.slice(1) : there.log.slice(1).sort()
      expect(came).toEqual(Array.from({ length: 10 }, (_, i) => `packet ${i}`))
      server.close()
      yield* until(() => there.log.includes('lost null'))
    }))

  onlyOn('exceptDeno', 'its node:dgram tells no socket of a datagram that was refused')(
    'nobody at the other end: errorReceived, and the socket stays open',
    () =>
      run(function* () {
        const [gone, first] = yield* createDatagramEndpoint(() => new Logged(), { local })
        const remote = gone.getExtraInfo('sockname')!
        gone.close()
        yield* until(() => first.log.includes('lost null'))
        const [client, here] = yield* createDatagramEndpoint(() => new Logged(), { remote })
        yield* until(() => {
          client.sendTo(bytes('anybody?'))
          return here.log.length > 1
        })
        expect(here.log[1]).toBe('ConnectionRefusedError ECONNREFUSED')
        expect(client.isClosing()).toBe(false)
        client.close()
        yield* until(() => here.log.includes('lost null'))
      }),
  )

  it('a protocol that throws is reported, and goes on receiving', () =>
    run(function* () {
      const reports: string[] = []
      getRunningLoop().setExceptionHandler((_loop, context) =>
        reports.push(`${context.message}: ${context.exception}`),
      )
      class Clumsy extends Logged {
        override datagramReceived(data: Uint8Array, from: Address): void {
          super.datagramReceived(data, from)
          if (text(data) === 'hot') throw new Error('dropped it')
        }
      }
      const [server, there] = yield* createDatagramEndpoint(() => new Clumsy(), { local })
      const [client, here] = yield* createDatagramEndpoint(() => new Logged(), {
        remote: server.getExtraInfo('sockname')!,
      })
      client.sendTo(bytes('hot'))
      client.sendTo(bytes('cold'))
      yield* until(() => there.log.includes('cold'))
      expect(reports).toEqual(['protocol.datagramReceived() failed: Error: dropped it'])
      client.close()
      server.close()
      yield* until(() => here.log.includes('lost null') && there.log.includes('lost null'))
    }))

  it('with a node:dgram socket as the other side', () =>
    run(function* () {
      const peer = createSocket('udp4')
      peer.on('message', (data, from) => peer.send(`you said ${data}`, from.port, from.address))
      const bound = getRunningLoop().createFuture<void>()
      peer.bind(0, '127.0.0.1', () => bound.setResult())
      yield* bound
      const remote = { host: '127.0.0.1', port: peer.address().port }
      const [client, here] = yield* createDatagramEndpoint(() => new Logged(), { remote })
      client.sendTo(bytes('hi'))
      yield* until(() => here.log.length === 2)
      expect(here.log[1]).toBe('you said hi')
      client.close()
      peer.close()
      yield* until(() => here.log.includes('lost null'))
    }))

  it('a cancelled endpoint leaves nothing open', () =>
    run(function* () {
      const task = createTask(createDatagramEndpoint(() => new Logged(), { local }))
      yield
      task.cancel()
      expect(isCancelledError(yield* failure(task))).toBe(true)
    }))

  it('main leaves nothing open, either', () =>
    run(function* () {
      yield* createDatagramEndpoint(() => new Logged(), { local })
    }))

  onlyOn('node', 'an address of broadcast is refused by Bun without a code, and by Deno not at all')(
    'a remote end that cannot be had is told, and nothing stays open',
    () =>
      run(function* () {
        const remote = { host: '255.255.255.255', port: 9 }
        const error = yield* failure(createDatagramEndpoint(() => new DatagramProtocol(), { remote }))
        expect(error).toMatchObject({
          name: 'PermissionDeniedError',
          code: 'EACCES',
          address: '255.255.255.255:9',
        })
        const [allowed] = yield* createDatagramEndpoint(() => new DatagramProtocol(), {
          remote,
          broadcast: true,
        })
        expect(allowed.getExtraInfo('peername')?.host).toBe('255.255.255.255')
        allowed.close()
      }),
  )

  it('bad input: what is wrong, and where', () =>
    run(function* () {
      const make = () => new Logged()
      expect(() => createDatagramEndpoint(make, { remote: { host: '127.0.0.1', port: 0 } })).toThrow(
        new RangeError('Expected the port to send to, 1 to 65535, got 0'),
      )
      expect(() => createDatagramEndpoint(null as never)).toThrow(
        new TypeError('Expected a function that makes a protocol, got null'),
      )
      const error = yield* failure(
        createDatagramEndpoint(make, { remote: { host: 'no-such-host.invalid', port: 1 } }),
      )
      expect(error).toBeInstanceOf(HostNotFoundError)
      const [socket, log] = yield* createDatagramEndpoint(make, { local })
      expect(() => socket.sendTo(bytes('x'))).toThrow(
        new TypeError('Expected an address to send to: this socket has no remote one'),
      )
      expect(() => socket.sendTo('x' as never, { host: '127.0.0.1', port: 1 })).toThrow(TypeError)
      const taken = yield* failure(
        createDatagramEndpoint(make, {
          local: { host: '127.0.0.1', port: socket.getExtraInfo('sockname')!.port },
        }),
      )
      expect(taken).toMatchObject({ name: 'AddressInUseError', code: 'EADDRINUSE' })
      const [tied, tiedLog] = yield* createDatagramEndpoint(make, {
        remote: socket.getExtraInfo('sockname')!,
      })
      expect(() => tied.sendTo(bytes('x'), { host: '127.0.0.1', port: 9 })).toThrow(RangeError)
      socket.close()
      tied.close()
      yield* until(() => log.log.includes('lost null') && tiedLog.log.includes('lost null'))
    }))
})
