// only on server: streams are those of Node

import { getRunningLoop, sleep } from '@acoro/core'
import {
  createDatagramEndpoint,
  currentNetwork,
  DatagramProtocol,
  openConnection,
  startServer,
} from '@acoro/streams'
import { explore, VirtualLoop } from '@acoro/testing'
import { type LinkOptions, MemoryNetwork } from '@acoro/testing/network'
import { describe, expect, it } from 'vitest'

/** Sends datagrams, 1 ms apart, and returns what arrives, with the time. */
const arrivals = (options: LinkOptions & { seed?: number }, count: number) =>
  function* arrivals() {
    currentNetwork.set(new MemoryNetwork(options))
    const loop = getRunningLoop()
    const log: string[] = []
    class Receiver extends DatagramProtocol {
      override datagramReceived(data: Uint8Array) {
        log.push(`${loop.time()}: ${data[0]}`)
      }
    }
    const [receiver] = yield* createDatagramEndpoint(() => new Receiver(), { local: { port: 1 } })
    const remote = { host: 'localhost', port: 1 }
    const [sender] = yield* createDatagramEndpoint(() => new DatagramProtocol(), { remote })
    for (let n = 1; n <= count; n++) {
      sender.sendTo(Uint8Array.of(n))
      yield* sleep(1)
    }
    yield* sleep(1000)
    receiver.close()
    sender.close()
    return log
  }

describe('a link', () => {
  it('lets a share of the datagrams arrive twice', () => {
    const log = new VirtualLoop().runSync(arrivals({ duplicate: 0.5, latency: 5, seed: 3 }, 4))
    expect(log).toEqual(['5: 1', '5: 1', '6: 2', '6: 2', '7: 3', '8: 4', '8: 4'])
  })

  it('holds a share of the datagrams back, so that later ones overtake them', () => {
    const log = new VirtualLoop().runSync(arrivals({ reorder: 0.5, latency: 5, seed: 3 }, 4))
    expect(log).toEqual(['7: 3', '11: 1', '12: 2', '14: 4'])
  })

  it('lets an exploration decide about each datagram', () => {
    const seen = new Set<string>()
    const main = function* () {
      seen.add((yield* arrivals({ duplicate: 0.01, reorder: 0.01, latency: 5 }, 2)()).join(' '))
    }
    explore({ runs: 60, lateness: 0, strategy: 'fewest' }, main)
    expect(seen).toContain('5: 1 6: 2')
    expect(seen).toContain('5: 1 5: 1 6: 2')
    expect(seen).toContain('6: 2 11: 1')
    expect(seen).toContain('6: 2 6: 2 11: 1')
  })
})

it('a transport has its protocol before the program goes on, under every order', () => {
  const main = function* () {
    currentNetwork.set(new MemoryNetwork({ latency: 5 }))
    const made: string[] = []
    class Listening extends DatagramProtocol {
      override connectionMade() {
        made.push('datagrams')
      }
    }
    const server = yield* startServer(function* () {}, { port: 80 })
    const [transport] = yield* createDatagramEndpoint(() => new Listening(), { local: { port: 1 } })
    if (made.length === 0) throw new Error('no transport')
    const [, writer] = yield* openConnection({ host: 'localhost', port: 80 })
    writer.write('at once')
    writer.transport.abort()
    transport.close()
    server.close()
  }
  expect(explore({ runs: 100 }, main).bound).toBeGreaterThanOrEqual(1)
})
