// only on server: it compares with real sockets

import {
  type Awaitable,
  type Body,
  coroutine,
  createTask,
  gather,
  getRunningLoop,
  sleep,
  timeout,
} from '@acoro/core'
import {
  ConnectionRefusedError,
  ConnectionResetError,
  createDatagramEndpoint,
  currentNetwork,
  DatagramProtocol,
  type DatagramTransport,
  FileNotFoundError,
  HostNotFoundError,
  type Network,
  openConnection,
  openUnixConnection,
  type StreamReader,
  type StreamWriter,
  startServer,
  startUnixServer,
} from '@acoro/streams'
import { injectCancelEverywhere, LeakError, VirtualLoop } from '@acoro/testing'
import { MemoryNetwork } from '@acoro/testing/network'
import { describe, expect, it } from 'vitest'
import { networkSuite } from '../../../streams/test/network-suite.ts'

const text = (data: Uint8Array): string => new TextDecoder().decode(data)
const bytes = (string: string): Uint8Array => new TextEncoder().encode(string)

/** Runs `main` with `network` as the current network. */
function runOn<T>(network: Network, main: Body<T>, loop: VirtualLoop = new VirtualLoop()): T {
  return loop.runSync(function* () {
    currentNetwork.set(network)
    return yield* typeof main === 'function' ? main() : main
  })
}

const harness = (makeNetwork: () => Network) => ({
  makeNetwork,
  run: async <T>(network: Network, main: Body<T>): Promise<T> => runOn(network, main),
  turn: () => sleep(1),
  host: 'server',
})

networkSuite(
  'A network in memory',
  harness(() => new MemoryNetwork()),
)
networkSuite(
  'A network in memory, slow and lossy',
  harness(() => new MemoryNetwork({ latency: [1, 4], loss: 0.05, bandwidth: 10_000_000 })),
)

const echo = coroutine(function* echo(reader: StreamReader, writer: StreamWriter) {
  for (;;) {
    const data = yield* reader.read(65_536)
    if (data.length === 0) return
    writer.write(data)
  }
})

/** Starts a task whose programs run on `host`. */
const on = <T>(host: Network, body: () => Awaitable<T>) =>
  createTask(
    (function* () {
      currentNetwork.set(host)
      return yield* body()
    })(),
  )

function* failure(awaitable: Awaitable<unknown>) {
  try {
    yield* awaitable
  } catch (error) {
    return error
  }
  throw new Error('expected it to throw')
}

describe('time on a network in memory', () => {
  const roundTrip = (network: MemoryNetwork, payload: string) => {
    const loop = new VirtualLoop()
    const times: number[] = []
    runOn(
      network,
      function* () {
        const server = yield* startServer(echo, { host: 'server', port: 80 })
        const [reader, writer] = yield* openConnection({ host: 'server', port: 80 })
        times.push(loop.time())
        writer.write(payload)
        yield* reader.readExactly(payload.length)
        times.push(loop.time())
        writer.close()
        yield* writer.waitClosed()
        server.close()
        yield* server.waitClosed()
      },
      loop,
    )
    return times
  }

  it('a connection takes a round trip, and an answer another one', () => {
    expect(roundTrip(new MemoryNetwork({ latency: 50 }), 'x')).toEqual([100, 200])
  })

  it('bandwidth makes many bytes slow', () => {
    // 10,000 bytes at 100,000 a second take 100 ms. The answer begins when they have arrived.
    expect(roundTrip(new MemoryNetwork({ bandwidth: 100_000 }), 'x'.repeat(10_000))).toEqual([0, 200])
  })

  it('a link may be slow in one direction only', () => {
    const network = new MemoryNetwork()
    network.link('localhost', 'server', { latency: 30, oneWay: true })
    expect(roundTrip(network, 'x')).toEqual([30, 60])
  })

  it('the same seed gives the same times, another one others', () => {
    const options = { latency: [1, 100], loss: 0.2 } as const
    const first = roundTrip(new MemoryNetwork({ ...options, seed: 7 }), 'x')
    expect(roundTrip(new MemoryNetwork({ ...options, seed: 7 }), 'x')).toEqual(first)
    expect(roundTrip(new MemoryNetwork({ ...options, seed: 8 }), 'x')).not.toEqual(first)
  })

  it('what is lost on a connection comes late, not never', () => {
    const [, end] = roundTrip(new MemoryNetwork({ loss: 0.5, seed: 3 }), 'x'.repeat(200_000))
    expect(end).toBeGreaterThan(200)
  })
})

describe('partitions', () => {
  const cluster = () => {
    const network = new MemoryNetwork({ latency: 10 })
    const [server, client] = [network.host('server'), network.host('client')]
    return { network, server, client }
  }

  it('hold back what connections send, and let it through when they heal', () => {
    const { network, server, client } = cluster()
    const loop = new VirtualLoop()
    const log: string[] = []
    runOn(
      server,
      function* () {
        const listening = yield* startServer(echo, { port: 80 })
        yield* on(client, function* () {
          const [reader, writer] = yield* openConnection({ host: 'server', port: 80 })
          network.partition('client', ['server', 'another'])
          writer.write('hello')
          const error = yield* failure(timeout(1000, () => reader.read(1)))
          log.push(`${(error as Error).name} at ${loop.time()}`)
          network.heal()
          log.push(`${text(yield* reader.readExactly(5))} at ${loop.time()}`)
          writer.close()
        })
        listening.close()
        yield* listening.waitClosed()
        loop.expectNoLeaks()
      },
      loop,
    )
    expect(log).toEqual(['TimeoutError at 1020', 'hello at 1030'])
  })

  it('may cut off one direction only', () => {
    const { network, server, client } = cluster()
    const heard: string[] = []
    runOn(server, function* () {
      const listening = yield* startServer(
        function* (reader, writer) {
          heard.push(text(yield* reader.readExactly(5)))
          writer.write('there')
          yield* reader.read()
        },
        { port: 80 },
      )
      yield* on(client, function* () {
        const [reader, writer] = yield* openConnection({ host: 'server', port: 80 })
        network.partition('server', 'client', { oneWay: true })
        writer.write('hello')
        yield* failure(timeout(1000, () => reader.read(1)))
        expect(heard).toEqual(['hello'])
        network.heal('client', 'server')
        expect(text(yield* reader.readExactly(5))).toBe('there')
        writer.close()
      })
      listening.close()
    })
  })

  it('let a connection attempt wait, until the platform gives up', () => {
    const { network, server, client } = cluster()
    const loop = new VirtualLoop()
    runOn(
      server,
      function* () {
        const listening = yield* startServer(echo, { port: 80 })
        network.partition('server', 'client')
        const error = yield* on(client, () => failure(openConnection({ host: 'server', port: 80 })))
        expect(error).toMatchObject({ code: 'ETIMEDOUT', address: 'server:80' })
        expect(loop.time()).toBe(127_000)
        listening.close()
      },
      loop,
    )
  })

  it('hold the writer back when the window is full', () => {
    const { network, server, client } = cluster()
    runOn(server, function* () {
      const listening = yield* startServer(echo, { port: 80 })
      yield* on(client, function* () {
        const [, writer] = yield* openConnection({ host: 'server', port: 80 })
        network.partition('server', 'client')
        writer.write(new Uint8Array(300_000))
        expect((yield* failure(timeout(5000, () => writer.drain()))) as Error).toMatchObject({
          name: 'TimeoutError',
        })
        expect(writer.transport.getWriteBufferSize()).toBe(300_000 - 65_536)
        writer.transport.abort()
      })
      listening.close()
    })
  })
})

describe('what goes wrong with connections', () => {
  it('a reset reaches both ends', () => {
    const network = new MemoryNetwork()
    const errors: unknown[] = []
    runOn(network.host('a'), function* () {
      const listening = yield* startServer(
        function* (reader) {
          errors.push(yield* failure(reader.read()))
        },
        { port: 80 },
      )
      yield* on(network.host('b'), function* () {
        const [reader] = yield* openConnection({ host: 'a', port: 80 })
        yield* sleep(1)
        network.reset('b', 'a')
        errors.push(yield* failure(reader.read()))
      })
      listening.close()
    })
    expect(errors).toHaveLength(2)
    for (const error of errors) {
      expect(error).toBeInstanceOf(ConnectionResetError)
      expect(error).toMatchObject({ code: 'ECONNRESET' })
    }
  })

  it('a crashed host leaves half-open connections, which are reset once it is there again', () => {
    const network = new MemoryNetwork()
    const loop = new VirtualLoop()
    const log: string[] = []
    loop.setExceptionHandler((_loop, { exception }) =>
      log.push(`on the server: ${(exception as Error).message}`),
    )
    runOn(
      network.host('client'),
      function* () {
        on(network.host('server'), function* () {
          const listening = yield* startServer(echo, { port: 80 })
          yield* listening.waitClosed()
        })
        yield* sleep(1)
        const [reader, writer] = yield* openConnection({ host: 'server', port: 80 })
        network.crash('server')
        writer.write('anybody there?')
        const silence = yield* failure(timeout(60_000, () => reader.read()))
        log.push(`${(silence as Error).name} at ${loop.time()}`)
        const refused = yield* failure(timeout(1000, () => openConnection({ host: 'server', port: 80 })))
        log.push(`connecting: ${(refused as Error).name}`)
        network.restart('server')
        writer.write('and now?')
        log.push(`${((yield* failure(reader.read())) as Error).name} at ${loop.time()}`)
        const again = yield* failure(openConnection({ host: 'server', port: 80 }))
        log.push(`connecting: ${(again as Error).name}`)
      },
      loop,
    )
    expect(log).toEqual([
      'on the server: The host server crashed',
      'TimeoutError at 60001',
      'connecting: TimeoutError',
      'ConnectionResetError at 61001',
      'connecting: ConnectionRefusedError',
    ])
  })

  it('a host nobody has heard of is not found, and another host cannot be listened on', () => {
    const network = new MemoryNetwork()
    runOn(network.host('here'), function* () {
      expect(yield* failure(openConnection({ host: 'nowhere', port: 1 }))).toBeInstanceOf(HostNotFoundError)
      network.host('there')
      expect(yield* failure(openConnection({ host: 'there', port: 1 }))).toBeInstanceOf(
        ConnectionRefusedError,
      )
      const error = yield* failure(startServer(echo, { host: 'there', port: 80 }))
      expect(error).toMatchObject({ code: 'EADDRNOTAVAIL', address: 'there' })
    })
  })

  it('there is no TLS', () => {
    runOn(new MemoryNetwork(), function* () {
      const message = 'A network in memory has no TLS'
      expect(yield* failure(openConnection({ host: 'localhost', port: 1, tls: true }))).toMatchObject({
        message,
      })
      expect(yield* failure(startServer(echo, { port: 1, tls: { cert: 'a certificate' } }))).toMatchObject({
        message,
      })
    })
  })
})

describe('on a virtual loop', () => {
  it('a server left open is a leak', () => {
    const loop = new VirtualLoop()
    runOn(
      new MemoryNetwork(),
      function* () {
        const server = yield* startServer(echo, { host: 'server', port: 80 })
        expect(() => loop.expectNoLeaks()).toThrow(LeakError)
        expect(() => loop.expectNoLeaks()).toThrow(/in memory: server on server:80/)
        server.close()
        loop.expectNoLeaks()
      },
      loop,
    )
  })

  it('who waits for an answer that never comes is deadlocked, not waiting for the world', () => {
    const silent = coroutine(function* silent(reader: StreamReader) {
      yield* reader.read()
    })
    const program = function* () {
      yield* startServer(silent, { host: 'server', port: 80 })
      const [reader] = yield* openConnection({ host: 'server', port: 80 })
      yield* reader.read()
    }
    expect(() => runOn(new MemoryNetwork(), program)).toThrow(/^deadlock at 0 ms: 2 tasks wait/)
  })
})

describe('cancelling', () => {
  it('a connect at any moment leaves nothing open, on either side', () => {
    const moments = injectCancelEverywhere(function* (inject) {
      currentNetwork.set(new MemoryNetwork({ latency: 5 }))
      const server = yield* startServer(echo, { host: 'server', port: 80 })
      const victim = inject(
        (function* () {
          const [, writer] = yield* openConnection({ host: 'server', port: 80 })
          writer.close()
          yield* writer.waitClosed()
        })(),
      )
      yield* gather([victim], { returnExceptions: true })
      yield* sleep(100)
      expect(server.clients.size).toBe(0)
      server.close()
      yield* server.waitClosed()
      ;(getRunningLoop() as VirtualLoop).expectNoLeaks()
    })
    expect(moments).toBeGreaterThan(5)
  })
})

describe('Unix sockets', () => {
  it('connect programs of one host by path', () => {
    const network = new MemoryNetwork()
    runOn(network.host('a'), function* () {
      const server = yield* startUnixServer(echo, { path: '/run/echo' })
      const [reader, writer] = yield* openUnixConnection({ path: '/run/echo' })
      writer.write('hello')
      expect(text(yield* reader.readExactly(5))).toBe('hello')
      expect(writer.getExtraInfo('peername')).toMatchObject({ family: 'unix', path: '/run/echo' })
      writer.close()
      const elsewhere = on(network.host('b'), () => failure(openUnixConnection({ path: '/run/echo' })))
      expect(yield* elsewhere).toBeInstanceOf(FileNotFoundError)
      server.close()
    })
  })
})

describe('datagrams', () => {
  class Received extends DatagramProtocol {
    readonly log: string[] = []
    transport!: DatagramTransport
    override connectionMade(transport: DatagramTransport): void {
      this.transport = transport
    }
    override datagramReceived(data: Uint8Array, from: { host: string; port: number }): void {
      this.log.push(`${text(data)} from ${from.host} at ${getRunningLoop().time()}`)
    }
    override errorReceived(error: Error): void {
      this.log.push(error.name)
    }
    override connectionLost(error: Error | null): void {
      this.log.push(`lost ${error}`)
    }
  }

  it('go there and back by host name', () => {
    const network = new MemoryNetwork({ latency: 5 })
    runOn(network.host('a'), function* () {
      const [a, there] = yield* createDatagramEndpoint(() => new Received(), { local: { port: 53 } })
      const log = yield* on(network.host('b'), function* () {
        const remote = { host: 'a', port: 53 }
        const [b, here] = yield* createDatagramEndpoint(() => new Received(), { remote })
        b.sendTo(bytes('ping'))
        yield* sleep(5)
        a.sendTo(bytes('pong'), b.getExtraInfo('sockname') as { host: string; port: number })
        yield* sleep(5)
        b.close()
        b.close()
        yield* sleep(1)
        expect(() => b.sendTo(bytes('x'), { host: 'b', port: 1 })).toThrow(
          'Expected no address or a:53, got b:1',
        )
        return here.log
      })
      expect(there.log).toEqual(['ping from b at 5'])
      expect(log).toEqual(['pong from a at 10', 'lost null'])
      expect(() => a.sendTo(bytes('x'))).toThrow(
        'Expected an address to send to: this socket has no remote one',
      )
      expect(() => a.sendTo('x' as unknown as Uint8Array)).toThrow(/^Expected bytes/)
      a.abort()
    })
  })

  it('get lost at the given rate, by the seed, and all of them in a partition', () => {
    const received = (seed: number, cut: boolean) => {
      const network = new MemoryNetwork({ loss: 0.3, seed })
      return runOn(network.host('a'), function* () {
        const [a, there] = yield* createDatagramEndpoint(() => new Received(), { local: { port: 53 } })
        network.host('b')
        if (cut) network.partition('a', 'b')
        yield* on(network.host('b'), function* () {
          const [b] = yield* createDatagramEndpoint(() => new Received(), { remote: { host: 'a', port: 53 } })
          for (let n = 0; n < 1000; n++) b.sendTo(bytes(`${n}`))
          yield* sleep(1)
          network.heal()
          b.close()
        })
        yield* sleep(1)
        a.close()
        return there.log.length
      })
    }
    expect(received(1, false)).toBeGreaterThan(600)
    expect(received(1, false)).toBeLessThan(800)
    expect(received(1, false)).toBe(received(1, false))
    expect(received(2, false)).not.toBe(received(1, false))
    expect(received(1, true)).toBe(0)
  })

  it('to nobody are answered by a refusal, which a socket with a remote address hears', () => {
    const network = new MemoryNetwork()
    runOn(network.host('a'), function* () {
      network.host('b')
      const remote = { host: 'b', port: 53 }
      const [a, here] = yield* createDatagramEndpoint(() => new Received(), { remote })
      a.sendTo(bytes('x'))
      yield* sleep(1)
      expect(here.log).toEqual(['ConnectionRefusedError'])
      const taken = a.getExtraInfo('sockname') as { port: number }
      const error = yield* failure(
        createDatagramEndpoint(() => new Received(), { local: { port: taken.port } }),
      )
      expect(error).toMatchObject({ name: 'AddressInUseError' })
      a.close()
    })
  })
})

describe('bad input', () => {
  it.each([
    [{ latency: -1 }, 'Expected the option latency of MemoryNetwork() to be 0 ms or more and finite, got -1'],
    [
      { latency: Number.NaN },
      'Expected the option latency of MemoryNetwork() in milliseconds, a number, got NaN',
    ],
    [
      { latency: [5, 1] as const },
      'Expected the option latency of MemoryNetwork() to be a range, the least and the most, got [5, 1]',
    ],
    [{ bandwidth: 0 }, 'Expected the option bandwidth of MemoryNetwork() to be a number above 0, got 0'],
    [{ loss: 1 }, 'Expected the option loss of MemoryNetwork() to be a number from 0 to below 1, got 1'],
    [{ seed: 0.5 }, 'Expected the option seed of MemoryNetwork() to be an integer, got 0.5'],
    [{ window: 0 }, 'Expected the option window of MemoryNetwork() to be an integer from 1, got 0'],
  ])('a network with %o is refused', (options, message) => {
    expect(() => new MemoryNetwork(options)).toThrow(new RangeError(message))
  })

  it('hosts have names, and have to be known to be reset, crashed or restarted', () => {
    const network = new MemoryNetwork()
    expect(() => network.host('')).toThrow('Expected the name of a host, got the string ""')
    for (const act of [() => network.crash('a'), () => network.restart('a'), () => network.reset('a', 'b')]) {
      expect(act).toThrow('Expected the name of a host of this network, got the string "a"')
    }
    expect(() => network.link('a', 'b', { loss: 2 })).toThrow(RangeError)
  })
})

it('many clients at once get their own answers', () => {
  const network = new MemoryNetwork({ latency: [1, 20] })
  runOn(network.host('server'), function* () {
    const server = yield* startServer(echo, { port: 80 })
    const client = (n: number) =>
      on(network.host(`client ${n}`), function* () {
        const [reader, writer] = yield* openConnection({ host: 'server', port: 80 })
        writer.write(`${n}\n`)
        const answer = text(yield* reader.readLine())
        writer.close()
        yield* writer.waitClosed()
        return Number(answer)
      })
    const clients = Array.from({ length: 100 }, (_, n) => client(n))
    expect(yield* gather(clients)).toEqual(clients.map((_, n) => n))
    server.close()
    yield* server.waitClosed()
  })
})
