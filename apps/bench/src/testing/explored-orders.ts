/**
 * How many orders of a program can be tried in a second: of small tasks, of promises, of a system of hosts.
 */

import { coroutine, gather } from '@acoro/core'
import { openConnection, startServer } from '@acoro/streams'
import { type ExploreOptions, explore } from '@acoro/testing'
import { Simulation } from '@acoro/testing/network'

const step = coroutine(function* step() {
  yield
  yield
})

/** Returns how many were tried: fewer than `runs` only if there are no more. */
export function exploredOrders(
  runs: number,
  strategy: NonNullable<ExploreOptions['strategy']>,
  tasks = 3,
): number {
  const main = function* () {
    yield* gather(Array.from({ length: tasks }, () => step()))
  }
  return explore({ runs, strategy }, main).runs
}

/** An async function with six timers: each choice waits for a turn of the real event loop. */
export async function exploredPromises(runs: number): Promise<number> {
  const later = async (ms: number) => {
    for (let n = 0; n < 2; n++) await new Promise((resolve) => setTimeout(resolve, ms))
  }
  const main = async () => {
    await Promise.all([later(10), later(11), later(12)])
  }
  return (await explore({ runs }, main)).runs
}

/** A server and a client that asks it twice; either may crash, and the client starts again. */
export function exploredSystem(runs: number): number {
  const main = function* () {
    const sim = new Simulation()
    sim.host('server', function* () {
      const server = yield* startServer((_, writer) => void writer.write('noon\n'), { port: 80 })
      yield* server.serveForever()
    })
    sim.client('client', function* () {
      for (let n = 0; n < 2; n++) {
        const [reader, writer] = yield* openConnection({ host: 'server', port: 80 })
        yield* reader.readLine()
        writer.close()
      }
    })
    sim.mayCrash('client')
    yield* sim.run()
  }
  return explore({ runs }, main).runs
}
