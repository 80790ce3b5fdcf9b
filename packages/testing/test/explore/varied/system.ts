/** A system of hosts with everything in it that an exploration varies, and what it does, as lines. */

import { getRunningLoop, sleep } from '@acoro/core'
import { createDatagramEndpoint, DatagramProtocol, type DatagramTransport } from '@acoro/streams'
import { explore } from '@acoro/testing'
import { type Disk, Simulation } from '@acoro/testing/network'

class Echo extends DatagramProtocol {
  #transport: DatagramTransport | undefined
  readonly #disk: Disk

  constructor(disk: Disk) {
    super()
    this.#disk = disk
  }

  override connectionMade(transport: DatagramTransport) {
    this.#transport = transport
  }

  override datagramReceived(data: Uint8Array, from: { host: string; port: number }) {
    this.#disk.set('count', (this.#disk.get<number>('count') ?? 0) + 1)
    if (data.length > 0) this.#transport?.sendTo(data.subarray(1), from)
  }
}

const system = (log: string[]) =>
  function* system() {
    const sim = new Simulation({
      latency: [5, 20],
      loss: 0.1,
      duplicate: 0.1,
      reorder: 0.1,
      clockSkew: [-10, 10],
      syncTime: 3,
    })
    const say = (word: string) => void log.push(`${getRunningLoop().wallTime()} ${word}`)
    const main = (peer: string, times: number) =>
      function* main(disk: Disk) {
        say(`begins with ${disk.get('count')}`)
        const [transport] = yield* createDatagramEndpoint(() => new Echo(disk), { local: { port: 1 } })
        for (let n = 0; n < times; n++) {
          transport.sendTo(new Uint8Array(3), { host: peer, port: 1 })
          yield* sleep(15)
          yield* disk.sync()
        }
        say(`has ${disk.get('count')}`)
      }
    sim.host('a', main('b', 2))
    sim.client('b', main('a', 3))
    sim.mayCrash('a', { downtime: 10 })
    sim.mayPartition('a', 'b', { duration: 20 })
    yield* sim.run()
    say('over')
  }

/** What `runs` orders do. */
export function systemLines(runs: number): string[] {
  const log: string[] = []
  explore({ runs, seed: 5 }, system(log))
  return log
}
